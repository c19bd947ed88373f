"""A lone token is put at another person's step by hand: replayed like every other entry, refused where it cannot be."""

from datetime import UTC, datetime

import pytest

from engine.errors import WrongState
from engine.workflow import Entry, Machine, TaskOpened, TaskWithdrawn, WaitClosed, compile_process, read
from tests.routes import LETTER, Node, Route, written

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
MACHINE = Machine(b"k" * 32)


def _spec(route: Route) -> bytes:
    return compile_process(read(written(route)))


def _at(spec: bytes, *done: str) -> tuple[bytes, list[Entry]]:
    """The state after those tokens are finished, and the log so far."""
    entries = [Entry("start", NOW, data={"round": 1})]
    state = MACHINE.start(spec, entries[0].data, NOW).state
    for token in done:
        entries.append(Entry("finish", NOW, token=token, data={"outcome": "approve", "result": None}))
        state = MACHINE.finish(spec, state, token, entries[-1].data, NOW).state
    return state, entries


def test_a_token_that_is_put_back_is_named_as_if_the_route_had_come_there() -> None:
    spec = _spec(LETTER)
    state, entries = _at(spec, "freeze#1", "first#1")

    moved = MACHINE.put(spec, state, "second#1", "first", NOW)

    assert moved.happenings == (TaskWithdrawn("second#1", "second"), TaskOpened("first#2", "first"))
    [open] = MACHINE.open_tokens(spec, moved.state)
    assert (open.token, open.data["outcomes"]) == ("first#2", {"first": "approve"})
    again = MACHINE.replay(spec, [*entries, Entry("move", NOW, token="second#1", data={"to": "first"})])
    assert again.state == moved.state
    on = MACHINE.finish(spec, moved.state, "first#2", {"outcome": "approve"}, NOW)
    assert [one.token for one in MACHINE.open_tokens(spec, on.state)] == ["second#2"]


def test_events_on_the_border_go_with_the_token_and_come_where_it_is_put() -> None:
    timed = LETTER.put("late", Node("timer", "finance", on="second", after='"P1D"')).link("late", "rework")
    timed = timed.put("early", Node("timer", "lawyer", on="first", after='"P9D"')).link("early", "rework")
    spec = _spec(timed)
    state, _entries = _at(spec, "freeze#1", "first#1")

    moved = MACHINE.put(spec, state, "second#1", "first", NOW)

    assert {one.token for one in MACHINE.open_tokens(spec, moved.state)} == {"first#2", "early#2"}
    assert WaitClosed("late#1", "late") in moved.happenings
    assert moved.next_due is not None and (moved.next_due - NOW).days == 9


@pytest.mark.parametrize("step", ["freeze", "decided", "split", "filed", "nothing"])
def test_only_a_persons_step_is_a_place_to_be_put(step: str) -> None:
    spec = _spec(LETTER)
    state, _entries = _at(spec, "freeze#1", "first#1")

    with pytest.raises(WrongState):
        MACHINE.put(spec, state, "second#1", step, NOW)


def test_a_token_beside_another_or_beside_a_join_that_waits_is_not_moved() -> None:
    spec = _spec(LETTER)
    state, _entries = _at(spec, "freeze#1", "first#1", "second#1")
    both = {one.token for one in MACHINE.open_tokens(spec, state)}
    assert both == {"execute#1", "acknowledge#1"}

    with pytest.raises(WrongState):
        MACHINE.put(spec, state, "execute#1", "first", NOW)
    one = MACHINE.finish(spec, state, "acknowledge#1", {"outcome": "acknowledge"}, NOW).state
    with pytest.raises(WrongState):
        MACHINE.put(spec, one, "execute#1", "first", NOW)
    with pytest.raises(WrongState):
        MACHINE.put(spec, state, "second#1", "first", NOW)
