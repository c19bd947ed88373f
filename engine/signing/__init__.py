"""Signatures on renditions: who signed which bytes, how, and what became of it (K-25, K-26, K-28)."""
