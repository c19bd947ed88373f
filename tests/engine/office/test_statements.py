"""What a press costs the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engine.acts.complete import Press
from engine.office import press
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
