"""Documents under way, changes of their route, and what a person would expect of each pair."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.offices import House, Paper
from tests.routes import LETTER, Node, Route

READERS = ["chair", "dean", "finance", "hr", "lawyer"]
Way = Callable[..., Paper]


@dataclass(frozen=True)
class Case:
    """`waits` are the steps that wait afterwards; `refused` is a part of the sentence that says why it cannot be."""

    name: str
    way: Way
    to: Route
    waits: tuple[str, ...] = ()
    outcome: str = "changes"
    refused: str = ""
    base: Route = LETTER


def at_first(house: House, **more: object) -> Paper:
    given = {"subject": "S", "text": "T", "executors": ["facility"], "acquaint": READERS}
    return house.as_("teacher").writes("letter", **(given | more))


def at_second(house: House, **more: object) -> Paper:
    paper = at_first(house, **more)
    house.as_("lawyer").completes("approve")
    return paper


def late(house: House) -> Paper:
    paper = at_second(house)
    house.goes_on(days=6)
    return paper


def at_round_three(house: House) -> Paper:
    paper = at_first(house)
    for text in ("Екінші", "Үшінші"):
        house.as_("lawyer").completes("return", comment="Жоқ")
        house.as_("teacher").completes("submit", text=text)
    return paper


def at_second_of_round_three(house: House) -> Paper:
    paper = at_round_three(house)
    house.as_("lawyer").completes("approve")
    return paper


def at_rework(house: House) -> Paper:
    paper = at_first(house)
    house.as_("lawyer").completes("return", comment="Жоқ")
    return paper


def at_execution(house: House, **more: object) -> Paper:
    paper = at_second(house, **more)
    house.as_("finance").completes("approve")
    return paper


def beside_done(house: House) -> Paper:
    paper = at_second(house)
    house.as_("hr").completes("approve")
    return paper


def one_has_read(house: House) -> Paper:
    paper = at_execution(house)
    house.as_("dean").completes("acknowledge")
    return paper


THIRD = Node("person", "hr")
TWO = (  # finance and hr decide side by side
    LETTER.put("fork", Node("parallel"))
    .put("met", Node("parallel"))
    .put("third", THIRD)
    .unlink("decided", "second")
    .unlink("second", "split")
    .link("decided", "fork", "default")
    .link("fork", "second")
    .link("fork", "third")
    .link("second", "met")
    .link("third", "met")
    .link("met", "split")
)
TIMED = (
    LETTER.put("overdue", Node("timer", on="second", after="P5D"))
    .put("late", THIRD)
    .link("overdue", "late")
    .link("late", "split")
)
ENDS = {"start", "freeze", "first", "decided", "rework", "second", "filed"}
SHORT = Route(
    {id: node for id, node in LETTER.nodes.items() if id in ENDS},
    [*(flow for flow in LETTER.flows if {*flow[:2]} <= ENDS), ("second", "filed", "")],
)
OTHERWISE = LETTER.unlink("decided", "rework").link("decided", "rework", 'outcomes["first"] == "approve"')

CASES = (
    Case("a step before the current one", at_second, LETTER.insert("third", "second"), ("third",)),
    Case("a step behind the current one", at_second, LETTER.insert("third", "split"), ("second",), "same"),
    Case("a moment on the current step", at_second, TIMED, ("second",)),
    Case("a step before one that is done", at_second, LETTER.insert("early", "first"), refused="early comes instead"),
    Case("the current step taken out", at_second, LETTER.remove("second"), ("acknowledge", "execute")),
    Case("a step taken out that is done", at_execution, LETTER.remove("second"), refused="Expected second, done on"),
    Case("a later step taken out", at_first, LETTER.remove("second"), ("first",), "same"),
    Case("the current step renamed", at_second, LETTER.change("second", name="Қаржы"), ("second",), "same"),
    Case("the current step redrawn", at_second, LETTER.redraw("second", "money"), ("money",)),
    Case("a step redrawn that is done", at_second, LETTER.redraw("first", "law"), refused="Expected first, done on"),
    Case("a branch beside the current step", at_second, TWO, ("second", "third")),
    Case("a branch dropped", at_second, LETTER, ("second",), base=TWO),
    Case("a branch dropped that is done", beside_done, LETTER, refused="Expected third, done on", base=TWO),
    Case("other people at the current step", at_second, LETTER.who("finance", 'head(unit("hr"))'), ("second",)),
    Case("another term", at_second, LETTER.change("second", days=9), ("second",)),
    Case("another form", at_second, LETTER.change("second", form=""), ("second",)),
    Case("another level", at_second, LETTER.change("second", level="simple"), ("second",)),
    Case("other buttons", at_second, LETTER.change("second", only="approve"), ("second",)),
    Case("another condition ahead", at_first, OTHERWISE, ("first",), "same"),
    Case("another condition behind", at_second, OTHERWISE, ("rework",)),
    Case("round 3: a step behind", at_round_three, LETTER.insert("third", "second"), ("first",), "same"),
    Case("round 3: a step before the current one", at_second_of_round_three, LETTER.insert("third", "second"), ("third",)),
    Case("round 3: a step before one done", at_round_three, LETTER.insert("early", "first"), refused="early comes instead"),
    Case("rework: a step before it", at_rework, LETTER.insert("early", "rework"), ("early",)),
    Case("a running timer and a step behind", at_second, TIMED.insert("more", "split"), ("second",), "same", base=TIMED),
    Case("a running timer with another moment", at_second, TIMED.change("overdue", after="P9D"), ("second",), base=TIMED),
    Case("a moment that came and is dropped", late, LETTER, refused="to come in the new version too", base=TIMED),
    Case("a moment that came later now", late, TIMED.change("overdue", after="P9D"), refused="to come in the new", base=TIMED),
    Case("a list and a step behind it", at_execution, LETTER.insert("more", "file_away"), ("acknowledge", "execute"), "same"),
    Case("a list taken out", at_execution, LETTER.remove("acknowledge"), ("execute",)),
    Case("a list taken out that was read", one_has_read, LETTER.remove("acknowledge"), refused="1 of 5 have"),
    Case("a list of others", at_execution, LETTER.change("acknowledge", of="executors"), refused="for the same list"),
    Case("nothing left but the end", at_execution, SHORT, refused="end at once"),
)  # fmt: skip
