"""Resolutions: an executive's written instruction on a document: who, what, by when (J-10, K-35).

`open`, `reported`, `done`; a returned report opens it again. Called by `acts.outcomes`.
"""
