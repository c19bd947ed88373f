"""The table of a route in the reader's words: kinds of steps, who, terms, buttons, ways on, and what is wrong with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.errors import KindProblem
from engine.kinds import Kind
from engine.kinds.labels import LEVELS
from engine.kinds.redrawing import Lane, Row, Table
from engine.texts import said
from engine.workflow import Step, Term
from webui.condition_words import Called, condition_words
from webui.languages import N_, _, ngettext
from webui.refusals import sentence
from webui.rule_words import rule_words
from webui.workshop_try import _label, _value

SORTS: Mapping[str, str] = {
    "userTask": N_("a person's step"),
    "manualTask": N_("a person's step"),
    "serviceTask": N_("the system does"),
    "businessRuleTask": N_("the system does"),
    "receiveTask": N_("waits for a message"),
    "sendTask": N_("sends a message"),
    "scriptTask": N_("the system works out"),
    "callActivity": N_("another process"),
    "subProcess": N_("a part with steps of its own"),
    "transaction": N_("a part with steps of its own"),
    "adHocSubProcess": N_("a part with steps of its own"),
    "exclusiveGateway": N_("decision: one way is taken"),
    "inclusiveGateway": N_("decision: every way that holds is taken"),
    "eventBasedGateway": N_("what happens first decides"),
    "complexGateway": N_("decision"),
    "startEvent": N_("start"),
    "endEvent": N_("end"),
}
EVENTS: Mapping[str, str] = {
    "timer": N_("waits for a time"),
    "message": N_("waits for a message"),
    "signal": N_("waits for a signal"),
    "error": N_("when an error happens"),
    "escalation": N_("when it is escalated"),
}
PICTURES: Mapping[str, str] = {"person": "person", "verb": "sliders", "timer": "clock", "gateway": "signpost-split"}
COMMENTS: Mapping[str, str] = {"required": N_("must say why"), "optional": N_("may say why")}


@dataclass(frozen=True)
class Told:
    """A button or a way on: its words, what it needs or when it is taken, and where it leads: pairs of id and name."""

    words: str
    when: str
    leads: tuple[tuple[str, str], ...]
    strong: bool = False


@dataclass(frozen=True)
class Line:
    """A row as the page shows it. `problems` are triples of weight, sentence and the element it is about."""

    row: Row
    name: str
    sort: str
    picture: str
    lane: str
    who: str
    does: str
    term: str
    level: str
    buttons: tuple[Told, ...]
    ways: tuple[Told, ...]
    problems: tuple[tuple[str, str, str], ...] = field(default=())


class Words:
    """Keeps what names in a table mean to the reader: units by code, answers by key, deeds of the system."""

    def __init__(
        self, found: Table, kind: Kind | None, units: Mapping[str, str], deeds: Mapping[str, str], tongue: str
    ) -> None:
        self.table, self.kind, self.units, self.deeds, self.tongue = found, kind, units, deeds, tongue

    def field(self, key: str) -> str:
        """The label of an answer."""
        return _label(self.kind, key) if self.kind else key

    def value(self, key: str, value: object) -> str:
        return _value(self.kind, key, value) if self.kind else str(value)

    def unit(self, code: str) -> str:
        return self.units.get(code, code)

    def step(self, id: str) -> str:
        return self.table.called(id, self.tongue)

    def button(self, step: str, outcome: str) -> str:
        return self.table.button(step, outcome, self.tongue)

    def lane(self, one: Lane) -> str:
        """Who does the steps of a lane: its name."""
        return said(one.names, self.tongue) or one.id

    def rule(self, one: Lane) -> str:
        """Whom the rule of a lane finds."""
        return rule_words(one.rule, self.unit, self.field)

    def condition(self, text: str) -> str:
        return condition_words(text, Called(self.step, self.button, self.field, self.value))


def lines(words: Words, problems: Iterable[KindProblem]) -> tuple[list[Line], list[KindProblem]]:
    """The rows as they are shown, each with what is wrong with it; and what is wrong elsewhere."""
    places = {row.step.id: row.step.id for row in words.table.rows}
    places |= {way.flow: row.step.id for row in words.table.rows for way in row.ways}
    found: dict[str, list[KindProblem]] = {}
    for one in problems:
        found.setdefault(places.get(one.element, ""), []).append(one)
    shown = [_line(words, row, found.get(row.step.id, [])) for row in words.table.rows]
    return shown, found.get("", [])


def _line(words: Words, row: Row, problems: list[KindProblem]) -> Line:
    step = row.step
    lane = words.table.lanes.get(step.lane)
    person = step.type == "person"
    return Line(
        row=row,
        name=words.step(step.id),
        sort=sort_words(row),
        picture=PICTURES.get(step.type, "play-circle" if step.type == "event" else "stack"),
        lane=words.lane(lane) if lane else "",
        who=words.rule(lane) if lane and person else "",
        does=_does(words, step),
        term=term_words(step.term, words),
        level=said(LEVELS.get(step.level, step.level), words.tongue) if person else "",
        buttons=tuple(
            Told(
                words.button(step.id, one.id),
                _(COMMENTS[one.comment]) if one.comment in COMMENTS else "",
                tuple((id, words.step(id)) for id in one.leads),
                one.primary,
            )
            for one in row.buttons
        ),
        ways=_ways(words, row),
        problems=tuple((one.severity, sentence(one), one.element) for one in problems),
    )


def sort_words(row: Row) -> str:
    """What kind of step it is."""
    step = row.step
    if step.element == "parallelGateway":
        return _("all ways at once") if len(row.ways) > 1 else _("all ways are waited for")
    if step.element in ("exclusiveGateway", "inclusiveGateway") and len(row.ways) < 2:
        return _("ways meet")
    if step.attached_to:
        return _("may happen meanwhile: {what}", what=_(EVENTS[step.event]) if step.event in EVENTS else step.event)
    if step.element in SORTS:
        return _(SORTS[step.element])
    if step.type == "send":
        return _("sends a message")
    return _(EVENTS[step.event]) if step.event in EVENTS else _("on the way")


def _does(words: Words, step: Step) -> str:
    """What a step does by itself or waits for."""
    given = ", ".join(f"{key} = {value}" for key, value in step.parameters.items())
    parts = [words.deeds.get(step.verb, step.verb), given, step.message, step.timer, step.script, step.called]
    if step.attached_to:
        parts.append(_("while: {step}", step=words.step(step.attached_to)))
    if step.of:
        parts.append(_("a task for each of “{field}”", field=words.field(step.of)))
    return " · ".join(part for part in parts if part)


def term_words(term: Term | None, words: Words) -> str:
    """How long a step may take."""
    if term is None:
        return ""
    count = term.amount
    long = {
        "": "",
        "hour": ngettext("{count} working hour", "{count} working hours", count),
        "workday": ngettext("{count} working day", "{count} working days", count),
        "day": ngettext("{count} calendar day", "{count} calendar days", count),
    }.get(term.unit, f"{count} {term.unit}")
    day = _("until the day in “{field}”", field=words.field(term.answer)) if term.answer else ""
    told = _("{day}, else {long}", day=day, long=long) if day and long else day or long
    return told if term.remind else _("{term}, without reminders", term=told)


def _ways(words: Words, row: Row) -> tuple[Told, ...]:
    several = len(row.ways) > 1
    return tuple(
        Told(
            said(way.names, words.tongue),
            words.condition(way.condition) if way.condition else _("otherwise") if way.otherwise and several else "",
            ((way.target, words.step(way.target)),),
        )
        for way in row.ways
    )
