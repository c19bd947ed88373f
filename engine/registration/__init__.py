"""Journals and registrations: numbers without gap or double, the card, the journal as a clerk reads it (K-16, K-31)."""
