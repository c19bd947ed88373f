"""What the audit's acts are called on the page, and how before and after are told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine import wording
from engine.acts.views import DocumentView, HistoryLine
from engine.forms import Form
from engine.kinds.labels import LEVELS
from engine.office import Work
from engine.texts import said
from webui import naming
from webui.languages import N_, _, language
from webui.words import OUTCOMES, STATES

ACTS = {
    "document.created": N_("The draft was made"),
    "document.revised": N_("The content was changed"),
    "document.submitted": N_("It was sent on its way"),
    "document.linked": N_("It was linked with another document"),
    "document.unlinked": N_("It is linked with another document no more"),
    "document.standing": N_("Its standing was changed by another document"),
    "document.event": N_("It was told of a change"),
    "document.answers_kept": N_("New answers were put among its requisites"),
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
    "task.delegated": N_("The task was delegated"),
    "task.reassigned": N_("The task was given to another"),
    "task.asked": N_("One more approver was asked"),
    "task.reseated": N_("The task went to whoever holds the post today"),
    "task.excused": N_("It was noted why somebody is not acquainted"),
    "task.skipped": N_("The step was passed over"),
    "task.overdue": N_("The term has passed"),
    "task.due_proposed": N_("Another term was asked for"),
    "task.due_granted": N_("The term was moved"),
    "task.due_refused": N_("The term was not moved"),
    "task.due_moved": N_("The term was moved"),
    "signature.asked": N_("It was signed"),
    "signature.put": N_("The signature was put into the file"),
    "signature.set_aside": N_("An invalid signature was set aside"),
    "signature.found_valid": N_("The signature was found valid"),
    "signature.found_invalid": N_("The signature was found invalid"),
    "resolution.imposed": N_("A resolution was imposed"),
    "resolution.reopened": N_("The resolution was opened again"),
    "number.taken": N_("The number was taken"),
    "number.annulled": N_("The number was annulled"),
    "registration.refiled": N_("Case or retention was changed"),
    "paper.laid": N_("The place of the paper duplicate was noted"),
    "sheet.made": N_("A sheet was made and sealed"),
    "sheet.fetched": N_("A sheet was downloaded"),
    "incident.raised": N_("An automatic step stopped"),
    "step.retried": N_("The stopped step was tried again"),
    "step.skipped": N_("The stopped step was left out"),
    "run.paused": N_("It was paused"),
    "run.went_on": N_("It went on"),
    "run.sent_back": N_("It was sent back"),
}
RELATIONS = {
    "basis": N_("Basis"),
    "<basis": N_("Is the basis of"),
    "amends": N_("Amends"),
    "<amends": N_("Amended by"),
    "repeals": N_("Repeals"),
    "<repeals": N_("Repealed by"),
    "answers": N_("Answers"),
    "<answers": N_("Answered by"),
    "order_of": N_("Made for"),
    "<order_of": N_("Its order"),
}
SORTS = (
    ("document", N_("Document")),
    ("task", N_("Decisions")),
    ("signature", N_("Signatures")),
    ("attachment", N_("Files")),
    ("number", N_("Number")),
)
LONGEST = 300
LABELS = {
    **naming.REQUISITES,
    "state": N_("State"),
    "comment": N_("Comment"),
    "level": N_("Level of the signature"),
    "field": N_("Step"),
    "name": N_("Name"),
    "title": N_("Title"),
    "size": N_("Size"),
    "round": N_("Round"),
    "pages": N_("Pages"),
    "reason": N_("Reason"),
    "sha256": "SHA-256",
    "content_sha256": "SHA-256",
    "rendition": N_("The paper, SHA-256"),
    "file": N_("The file, SHA-256"),
    "event": N_("What was signed, SHA-256"),
}
AT_A_STEP = frozenset({"step.retried", "step.skipped", "run.sent_back"})
NOT_TOLD = {"task", "outcome", "kind", "card", "incident", "from", "to"}  # the line itself says them, or another line does


def words(view: DocumentView, line: HistoryLine) -> str:
    """The act in the reader's words."""
    sort, _dot, rest = line.act.partition(".")
    if line.act == "document.moved":
        return _("State: {state}", state=_state(line.after))
    if sort == "task" and rest in OUTCOMES:
        step = view.kind.step_name(line.object, language())
        return f"{step}: {view.kind.decided_label(line.object, rest, language())}"
    if line.act in AT_A_STEP and line.object in view.kind.diagram.steps:
        return f"{_(ACTS[line.act])}: {view.kind.step_name(line.object, language())}"
    if line.act in ACTS:
        return _(ACTS[line.act])
    return line.act


def _state(after: Any) -> str:
    state = after.get("state", "") if isinstance(after, dict) else ""
    return _(STATES[state].words) if state in STATES else str(state)


Change = tuple[str, str, str]


def changes(work: Work, view: DocumentView, line: HistoryLine) -> Sequence[Change]:
    """What was before and what is after, by name and in words; empty values are left out."""
    before, after = _dictionary(line.before), _dictionary(line.after)
    if line.act == "document.revised":
        return _answered(work, view, _start(view), before, after)
    step = view.kind.diagram.steps.get(line.object) if "outcome" in after else None
    form = view.kind.forms.get(step.form) if step and step.stage != "rework" else _start(view)
    hidden = NOT_TOLD | ({"state", "round"} if step else set())
    found: list[Change] = []
    for key in dict.fromkeys([*before, *after]):
        if key == "answers":
            found += _answered(work, view, form, _dictionary(before.get(key)), _dictionary(after.get(key)))
        elif key not in hidden and before.get(key) != after.get(key):
            label = _(LABELS[key]) if key in LABELS else key
            found.append((label, _told(work, view, key, before.get(key)), _told(work, view, key, after.get(key))))
    return [one for one in found if one[1] or one[2]]


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _start(view: DocumentView) -> Form:
    return view.kind.forms[view.kind.start.form]


def _answered(
    work: Work, view: DocumentView, form: Form | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Change]:
    """The answers of a form by their labels; those that stayed as they were are left out."""
    if form is None:
        return [(key, "", naming.plain(value)) for key, value in after.items()]
    old = {one.key: one for one in naming.answers(work, form, before, view.attachments)}
    new = {one.key: one for one in naming.answers(work, form, after, view.attachments)}
    keys: Iterable[str] = [one.key for one in form.all() if before.get(one.key) != after.get(one.key)]
    return [
        ((new.get(key) or old[key]).label, _short(naming.plain(old.get(key))), _short(naming.plain(new.get(key))))
        for key in keys
        if key in old or key in new
    ]


def _told(work: Work, view: DocumentView, key: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if key == "state":
        return _(STATES[value].words) if value in STATES else ""
    if key == "level":
        return said(LEVELS.get(str(value), str(value)), language()) if value != "click" else ""
    if key == "field":
        return view.kind.step_name(str(value), language()) if value in view.kind.diagram.steps else str(value)
    if key == "size":
        return wording.file_size(int(value), language())
    if key in naming.REQUISITES:
        return _short(naming.requisite(work, key, value))
    return _short(naming.plain(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
