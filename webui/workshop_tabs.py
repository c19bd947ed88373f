"""The tabs of a kind's pages; a new page of the workshop is a line here."""

from engine.catalogue.drafts import Draft
from webui.languages import N_, _
from webui.port import actor

TABS: tuple[tuple[str, str, str, bool], ...] = (
    ("diagram", N_("Diagram"), "/diagram", True),
    ("table", N_("Table"), "/table", True),
    ("forms", N_("Forms"), "/forms", True),
    ("template", N_("Template"), "/template", True),
    ("rules", N_("Rules"), "/rules", False),
    ("try", N_("Try"), "/try", False),
    ("running", N_("Running"), "/running", False),
    ("watch", N_("Watch"), "/watch", False),
    ("versions", N_("Versions"), "", False),
    ("publish", N_("Publish"), "/publish", True),
)
"""Key, words, what follows the kind's address, and whether the page is about the draft alone."""


def workshop_tabs(kind: str, draft: Draft | None) -> list[tuple[str, str, str, None]]:
    """The tabs there are now: those of the draft only while there is one; who is no owner only watches."""
    owns = actor().has("owner")
    return [
        (key, _(words), f"/workshop/{kind}{rest}", None)
        for key, words, rest, of_draft in TABS
        if (draft or not of_draft) and (owns or key == "watch")
    ]
