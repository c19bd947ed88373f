"""Accounts: passwords, sessions, tokens, locks, and the answers kept for repeated calls (second regulation §5: Y-24 to Y-31).

A person may have an *account*; what only has to be recognised (cookies, tokens) is kept as a hash. Hashing is slow, so
it is done between two transactions: `queries.kept_password`, `passwords.fits`, `commands.tried`.
Called by the office's presses, the port of the web and the commands; never by other desks.
"""
