"""Journals and registrations: numbers without gap or double, the card, the journal as a clerk reads it (K-16, K-31).

`take_number` counts the journal up in the caller's short transaction and finds what was taken before (ADR 0006); a number
is `taken`, `registered` when the file is sealed, `annulled` but never given again. Case = *Dossier*.
Called by the registrar's press and by `assign_number`, `close_rendition`.
"""
