"""What the audit's acts are called on the page, and how before and after are told."""

import json
from collections.abc import Sequence
from typing import Any

from engine.acts.views import DocumentView, HistoryLine
from webui.languages import N_, _, language
from webui.words import OUTCOMES, STATES

ACTS = {
    "document.created": N_("The draft was made"),
    "document.revised": N_("The content was changed"),
    "document.submitted": N_("It was sent on its way"),
    "document.linked": N_("It was linked with another document"),
    "document.registered": N_("It was registered"),
    "document.filed": N_("It was put into its case"),
    "document.withdrawn": N_("The initiator withdrew it"),
    "document.cancelled": N_("It was cancelled"),
    "document.annulled": N_("It was annulled"),
    "rendition.frozen": N_("The paper was made and frozen"),
    "attachment.added": N_("A file was attached"),
    "attachment.removed": N_("A file was taken out"),
    "attachment.fetched": N_("A file was downloaded"),
    "task.claimed": N_("The task was taken from the queue"),
    "task.released": N_("The task was given back to the queue"),
    "task.skipped": N_("The step was passed over"),
    "task.overdue": N_("The term has passed"),
    "signature.asked": N_("It was signed"),
    "signature.put": N_("The signature was put into the file"),
    "signature.set_aside": N_("An invalid signature was set aside"),
    "signature.found_valid": N_("The signature was found valid"),
    "signature.found_invalid": N_("The signature was found invalid"),
    "resolution.imposed": N_("A resolution was imposed"),
    "resolution.reopened": N_("The resolution was opened again"),
    "number.taken": N_("The number was taken"),
    "number.annulled": N_("The number was annulled"),
    "incident.raised": N_("An automatic step stopped"),
}
RELATIONS = {
    "basis": N_("Basis"),
    "<basis": N_("Is the basis of"),
    "order": N_("Order"),
    "<order": N_("Started from"),
}
SORTS = (
    ("document", N_("Document")),
    ("task", N_("Decisions")),
    ("signature", N_("Signatures")),
    ("attachment", N_("Files")),
    ("number", N_("Number")),
)
LONGEST = 300


def words(view: DocumentView, line: HistoryLine) -> str:
    """The act in the reader's words."""
    sort, _dot, rest = line.act.partition(".")
    if line.act == "document.moved":
        return _("State: {state}", state=_state(line.after))
    if sort == "task" and rest in OUTCOMES:
        step = view.kind.step_name(line.object, language())
        return f"{step}: {view.kind.outcome_label(line.object, rest, language())}"
    if line.act in ACTS:
        return _(ACTS[line.act])
    return line.act


def _state(after: Any) -> str:
    state = after.get("state", "") if isinstance(after, dict) else ""
    return _(STATES[state].words) if state in STATES else str(state)


def changes(line: HistoryLine) -> Sequence[tuple[str, str, str]]:
    """What was before and what is after, by name; empty values are left out."""
    before = line.before if isinstance(line.before, dict) else {}
    after = line.after if isinstance(line.after, dict) else {}
    return [
        (key, _plain(before.get(key)), _plain(after.get(key)))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def _plain(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
