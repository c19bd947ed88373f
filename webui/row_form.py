"""The forms of a row of the route: what they hold before anybody types, and what was meant by what was typed."""

from collections.abc import Mapping

from engine.kinds.redrawing import Change, New, Row
from engine.texts import LANGUAGES
from engine.workflow import Outcome, Term
from webui import asked
from webui.languages import N_

COUNTED = {"hour": N_("working hours"), "workday": N_("working days"), "day": N_("calendar days")}
WHY = {"none": N_("no comment"), "optional": N_("may say why"), "required": N_("must say why")}
PLACES = {"before": N_("before this step"), "after": N_("after this step"), "beside": N_("beside it, at the same time")}
SORTS: Mapping[str, tuple[str, str]] = {
    "head": (N_("the head of the initiator's unit"), "head(initiator.unit)"),
    "faculty": (N_("the head of the initiator's faculty"), "head(faculty(initiator.unit))"),
    "unit": (N_("everybody of the unit with the code"), 'unit("{which}")'),
    "unit_head": (N_("the head of the unit with the code"), 'head(unit("{which}"))'),
    "role": (N_("everybody with the role"), 'role("{which}")'),
    "post": (N_("who holds the post with the code"), 'post("{which}")'),
    "answer": (N_("those named in the field"), 'answer("{which}")'),
    "rule": (N_("by a rule as in kind.yaml"), "{which}"),
}
SOMEBODY = "+"  # the choice of people no lane stands for yet


def as_it_is(row: Row) -> dict[str, str]:
    """What the fields of a row hold before anybody types."""
    step, term = row.step, row.step.term or Term()
    held = {f"name_{one}": row.names.get(one, "") for one in LANGUAGES}
    held |= {"form": step.form, "level": step.level, "lane": step.lane, "answer": term.answer}
    held |= {"amount": str(term.amount or ""), "unit": term.unit or "workday", "remind": "1" if term.remind else ""}
    held |= {"in_place": "before", "in_lane": step.lane, "in_form": "shared:approve", "in_level": "click"}
    held |= {"in_amount": "1", "in_unit": "workday"}
    for one in step.outcomes:
        held |= {f"has_{one.id}": "1", f"why_{one.id}": one.comment}
        held |= {"primary": one.id} if one.primary else {}
    return held


def values(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed; ticks that are not sent are no ticks."""
    return {"remind": "", **{name: value[:4000] for name, value in sent.items() if name != "csrf_token"}}


def wanted(typed: Mapping[str, str]) -> Change:
    """What the row shall say."""
    names = {one: typed.get(f"name_{one}", "") for one in LANGUAGES}
    if "level" not in typed:  # no person does the step: it has a name alone
        return Change(names=names)
    ticked = [name.removeprefix("has_") for name, value in typed.items() if name.startswith("has_") and value]
    buttons = [Outcome(one, typed.get(f"why_{one}", "none"), typed.get("primary") == one) for one in ticked]
    return Change(names=names, form=typed.get("form", ""), level=typed["level"], term=term(typed, ""), buttons=buttons)


def term(typed: Mapping[str, str], before: str) -> Term:
    """The term that was typed; an amount that is no number is one no diagram can hold."""
    amount, answer = typed.get(f"{before}amount", "").strip(), typed.get(f"{before}answer", "").strip()
    if not amount and not answer:
        return Term()
    unit = typed.get(f"{before}unit", "") if amount else ""
    remind = not before and typed.get("remind") != "1"
    return Term(asked.bounded(amount, -1) if amount else 0, unit, answer, not remind)


def who(typed: Mapping[str, str], before: str) -> tuple[str, New | None]:
    """The lane that was chosen, or the people no lane stands for yet."""
    lane = typed.get(f"{before}lane", "")
    if lane != SOMEBODY:
        return lane, None
    which = typed.get(f"{before}which", "").strip()
    _words, rule = SORTS.get(typed.get(f"{before}sort", ""), ("", ""))
    if "which" in rule and not which:
        rule = ""
    names = {one: typed.get(f"{before}lane_name_{one}", "") for one in LANGUAGES}
    return "", New(rule.replace("{which}", which if rule == "{which}" else which.replace('"', "")), names)


def field_of(field: str, before: str) -> str:
    """The id of the input a refused field was typed into."""
    return f"f-{before}which" if field == "rule" else f"f-{before}{field}"
