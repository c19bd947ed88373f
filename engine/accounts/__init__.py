"""Accounts: passwords, sessions, tokens, locks (second regulation §5: Y-24 to Y-31)."""
