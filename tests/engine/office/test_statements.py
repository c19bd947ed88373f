"""What a press costs the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engine.acts import complete as acts
from engine.acts.complete import Press
from engine.bench.ways import WAYS
from engine.config import Settings
from engine.office import press
from tests.circular import publishes_circulars
from tests.offices import House


@contextmanager
def counted(house: House) -> Iterator[dict[str, list[str]]]:
    """The statements and commits inside this block."""
    found: dict[str, list[str]] = {"statements": [], "commits": []}
    engine = house.office.database.engine

    def statement(connection: Any, cursor: Any, sentence: str, *more: Any) -> None:
        if not sentence.startswith(("BEGIN", "PRAGMA")):
            found["statements"].append(" ".join(sentence.split())[:110])

    def commit(connection: Any) -> None:
        found["commits"].append("")

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)


def test_an_approval_is_one_commit_and_a_bounded_number_of_statements(quick_house: House) -> None:
    house = quick_house
    house.as_("teacher").writes()
    house.as_("teacher").writes()
    chair, (first, second) = house.actor("chair"), house.as_("chair").tasks()
    shown = [house.as_("chair").sees(task).document.rendition for task in (first, second)]
    assert shown[0] is not None and shown[1] is not None
    press.complete(house.office, chair, first.id, Press("approve", shown=shown[0].sha256))

    with counted(house) as cost:
        press.complete(house.office, chair, second.id, Press("approve", shown=shown[1].sha256))

    assert len(cost["commits"]) == 1
    assert len(cost["statements"]) <= 15, "\n".join(cost["statements"])


def _cost_of_keeping(house: House, login: str, step: str, outcome: str, **answers: Any) -> dict[str, list[str]]:
    """What a press costs once its password is proved."""
    hand, who = house.as_(login), house.actor(login)
    task = next(one for one in hand.tasks() if one.step == step)
    frozen = hand.sees(task).document.rendition
    pressed = Press(outcome, answers, shown=frozen.sha256 if frozen else "")
    with house.office.look(who) as work:
        seen = acts.ready(work, task.id, pressed)
    with counted(house) as cost, house.office.work(who) as work:
        acts.complete(work, task.id, pressed, seen, None)
    return cost


def test_each_approval_of_an_order_is_one_commit_and_a_bounded_number_of_statements(quick_house: House) -> None:
    house, order = quick_house, WAYS["order"].sample(Settings().processes)["answers"]
    for _ in range(2):
        house.as_("hr").writes("order", **order)
    for login in ("lawyer", "finance"):
        house.as_(login).completes("approve")

    first = _cost_of_keeping(house, "lawyer", "approve_lawyer", "approve")
    last = _cost_of_keeping(house, "finance", "approve_finance", "approve")

    assert [len(first["commits"]), len(last["commits"])] == [1, 1]
    assert len(first["statements"]) <= 15, "\n".join(first["statements"])
    assert len(last["statements"]) <= 15, "\n".join(last["statements"])


def test_a_row_of_a_list_is_one_commit_and_a_bounded_number_of_statements(quick_house: House) -> None:
    house = publishes_circulars(quick_house)
    house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair", "dean"])
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")

    cost = _cost_of_keeping(house, "chair", "acknowledge", "acknowledge")

    assert len(cost["commits"]) == 1
    assert len(cost["statements"]) <= 15, "\n".join(cost["statements"])
