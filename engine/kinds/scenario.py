"""Scenarios of a kind: a story of who does what, and what must come of it; and which flows stories together walk."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.errors import KindProblem
from engine.kinds.labels import STATES
from engine.kinds.sheet import Sheet
from engine.workflow import Diagram

MOST_MOVES = 500
_SPAN = re.compile(r"(\d{1,4}) ?([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True)
class Move:
    """One line of a story. Exactly one of: a person's act, the office's answer to a verb, a message, time passing.

    `at` is the step (empty: the only one open to him); `does` its outcome; `answers` what he fills in; `item` who of a
    list does it, where a task is made for each (empty: all of them do the same). For the office
    `at` is the verb's step and `says` what the verb answers, or `fails` the code it refuses with.
    """

    by: str = ""
    at: str = ""
    does: str = ""
    item: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    says: Any = None
    fails: str = ""
    message: str = ""
    key: Any = None
    forward: timedelta | None = None
    line: int = 0

    @property
    def sort(self) -> str:
        """person, office, message or time."""
        if self.forward is not None:
            return "time"
        return "message" if self.message else "person" if self.by else "office"


@dataclass(frozen=True)
class Scenario:
    """A story: `people` says who (a name) sits in which lane; `expect` holds state, end, rounds, number, where given."""

    place: str
    title: str
    people: Mapping[str, str]
    answers: Mapping[str, Any]
    play: tuple[Move, ...]
    expect: Mapping[str, Any]
    unit: str = "05"


def read_scenario(sheet: Sheet) -> Scenario:
    """The scenario as far as it can be told; what is wrong is kept on the sheet."""
    sheet.known((), ("scenario", "people", "answers", "play", "expect", "unit"))
    sheet.known(("expect",), ("state", "end", "rounds", "number", "open"))
    return Scenario(
        place=sheet.place,
        title=sheet.text(("scenario",), required=True),
        people={
            lane: sheet.text(("people", lane), required=True) for lane in sheet.mapping(("people",), required=True)
        },
        answers=sheet.mapping(("answers",)),
        play=_play(sheet),
        expect=_expect(sheet),
        unit=sheet.text(("unit",), "05"),
    )


def _play(sheet: Sheet) -> tuple[Move, ...]:
    found = sheet.value(("play",))
    if not isinstance(found, list) or not 0 < len(found) <= MOST_MOVES:
        sheet.wrong(
            ("play",), "Expected a list of 1 to {most} moves at {key}, but found something else.", most=MOST_MOVES
        )
        return ()
    return tuple(_move(sheet, at) for at in range(len(found)))


def _move(sheet: Sheet, at: int) -> Move:
    path = ("play", at)
    sheet.known(path, ("by", "at", "does", "item", "answers", "office", "says", "fails", "message", "key", "forward"))
    given = sheet.mapping(path, required=True)
    if sum(key in given for key in ("by", "office", "message", "forward")) != 1:
        sheet.wrong(path, "Expected one of by, office, message, forward in a move, but found none or several.")
    return Move(
        by=sheet.text((*path, "by")),
        at=sheet.text((*path, "office")) or sheet.text((*path, "at")),
        does=sheet.text((*path, "does"), required="by" in given),
        item=sheet.text((*path, "item")),
        answers=sheet.mapping((*path, "answers")),
        says=given.get("says"),
        fails=sheet.text((*path, "fails")),
        message=sheet.text((*path, "message")),
        key=given.get("key"),
        forward=_span(sheet, (*path, "forward")) if "forward" in given else None,
        line=sheet.plain.line(path),
    )


def _span(sheet: Sheet, path: tuple[str | int, ...]) -> timedelta:
    match = _SPAN.fullmatch(sheet.text(path))
    if match is None:
        sheet.wrong(path, "Expected a span such as 3d, 5h or 30m at {key}, but found something else.")
        return timedelta()
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _expect(sheet: Sheet) -> Mapping[str, Any]:
    given = sheet.mapping(("expect",), required=True)
    found: dict[str, Any] = {key: sheet.text(("expect", key)) for key in ("end", "number") if key in given}
    if "state" in given:
        found["state"] = sheet.choice(("expect", "state"), STATES)
    if "rounds" in given:
        found["rounds"] = sheet.number(("expect", "rounds"), 1, 1000)
    if "open" in given:
        found["open"] = sheet.words(("expect", "open"))
    return found


def uncovered(diagram: Diagram, walked: Iterable[Collection[str]]) -> tuple[KindProblem, ...]:
    """A problem for every flow of the diagram that none of the stories walks; `walked` holds each one's flow ids."""
    seen = {flow for flows in walked for flow in flows}
    return tuple(
        KindProblem(
            "tests/",
            "Expected some scenario to walk the flow from {source} to {target}, but none does.",
            {"source": _called(diagram, flow.source), "target": _called(diagram, flow.target)},
            flow.id,
            flow.name,
        )
        for flow in diagram.flows
        if flow.id not in seen
    )


def coverage(diagram: Diagram, walked: Iterable[Collection[str]]) -> float:
    """The share of the diagram's flows, from 0 to 1, that the stories walk."""
    if not diagram.flows:
        return 1.0
    return 1 - len(uncovered(diagram, walked)) / len(diagram.flows)


def _called(diagram: Diagram, step: str) -> str:
    return (diagram.steps[step].name or step) if step in diagram.steps else step
