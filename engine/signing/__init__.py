"""Signatures on renditions: who signed which bytes, how, and what became of it (K-25, K-26, K-28).

A *Signature* is `asked`, `put` into a file, found `valid` or `invalid`; a *SignedFile* is each file a rendition has grown to,
and none is ever lost. The event that was signed (who, what, when, which SHA-256) is kept with it.
Called by acts and steps; the PDF itself is the craft `pades`.
"""
