"""Documents: their content (answers and attachments, versioned and hashed), requisites, renditions, readers (K-23, K-24)."""
