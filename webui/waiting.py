"""How long a page waits for the automatic steps after an act, so that it can say what came of it."""

from flask import current_app

from webui.port import office

PATIENCE = 4.0  # seconds


def for_steps(document: str) -> bool:
    """Whether the document's automatic steps are done, after waiting a little for them."""
    return office().settled(document, current_app.config.get("BAGYT_PATIENCE", PATIENCE))
