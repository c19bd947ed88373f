"""Documents: their content (answers and attachments, versioned and hashed), requisites, renditions, readers (K-23, K-24).

`answers` are content and change only by a *Revision*; what others answer on the way is `added` (ADR 0009). A *Rendition* is
a round's frozen file. `rights` is the one rule of who may see; ask it before anything is shown.
Called by acts, steps and the desks above; `commands.move` is the only writer of a document's state.
"""
