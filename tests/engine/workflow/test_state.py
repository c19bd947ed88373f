"""A state is read back only when this office wrote it; data comes in clean."""

import json
import os
import zlib
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from engine.errors import Invalid, Refusal, WrongState
from engine.workflow import Machine
from engine.workflow import state as states
from engine.workflow.hygiene import clean
from engine.workflow.specification import VERSION as SPECIFICATION
from tests.engine.workflow.diagrams import end, person, process, script, start
from tests.engine.workflow.running import KEY, NOW, Walk, compiled

TWO = process(start(), person("a"), person("b"), end(), arrows="start -> a -> b -> end")


def test_a_flipped_bit_anywhere_in_a_state_is_refused_before_anything_is_read(monkeypatch):
    walk = Walk(TWO)
    # Only what the craft itself calls is taken away: other threads of the test run go on using the libraries.
    monkeypatch.setattr(states, "zlib", SimpleNamespace(error=zlib.error))
    monkeypatch.setattr(states, "json", SimpleNamespace(JSONDecodeError=json.JSONDecodeError))

    for place in range(len(walk.last.state)):
        forged = bytearray(walk.last.state)
        forged[place] ^= 1
        with pytest.raises(WrongState):
            states.unseal(KEY, bytes(forged))
        if place % 40 == 0:
            with pytest.raises(WrongState):
                walk.machine.wake(walk.spec, bytes(forged), NOW)


def test_a_state_of_an_older_version_that_would_make_the_library_evaluate_is_refused(tmp_path):
    canary = tmp_path / "canary"
    walk = Walk(TWO)
    written = {"serializer_version": "1.1", "spec": {"task_specs": {"m": {"event_definition": {
        "typename": "TimerEventDefinition", "label": "x", "dateTime": f"__import__('os').system('touch {canary}')"}}}}}  # fmt: skip

    for forged in (
        json.dumps(written).encode(),
        zlib.compress(json.dumps(written).encode()),
        b"",
        b"bagyt-state-0\n" + b"x" * 99,
    ):
        with pytest.raises(WrongState):
            walk.machine.open_tokens(walk.spec, forged)
    for forged in (json.dumps(written).encode(), b"", SPECIFICATION.replace(b"1", b"0")):
        with pytest.raises(WrongState):
            walk.machine.start(forged, {}, NOW)

    assert not os.path.exists(canary)


def test_a_state_sealed_with_another_key_is_refused():
    walk = Walk(TWO)

    with pytest.raises(WrongState):
        Machine(b"another" * 5).wake(walk.spec, walk.last.state, NOW)


def test_a_state_of_another_diagram_is_refused():
    walk = Walk(TWO)
    other = compiled(process(start(), person("a"), end(), arrows="start -> a -> end"))

    with pytest.raises(WrongState):
        walk.machine.wake(other, walk.last.state, NOW)


def test_values_keep_their_order_and_kind_through_a_state():
    doc = {"я": 1, "b": [1, {"z": None, "a": True}], "sum": 12.5, "текст": "ә🎓\x00"}

    walk = Walk(TWO, doc=doc)

    assert walk.data["doc"] == doc
    assert json.dumps(walk.data["doc"]) == json.dumps(doc)


def test_dates_and_decimals_become_texts_and_numbers():
    found = clean(
        {
            "d": date(2026, 9, 1),
            "m": datetime(2026, 9, 1, 9, tzinfo=UTC),
            "n": Decimal("12.50"),
            "k": Decimal(7),
            "t": (1,),
        }
    )

    assert found == {"d": "2026-09-01", "m": "2026-09-01T09:00:00+00:00", "n": 12.5, "k": 7, "t": [1]}
    assert isinstance(found["k"], int)


def deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "data",
    [
        {"typename": "x"}, {"a": [{"b": {"typename": "BpmnWorkflow"}}]}, {1: 2}, {"a": {None: 1}}, {"a": object()}, {"a": {1, 2}},
        {"a": b"x"}, {"a": float("nan")}, {"a": float("inf")}, {"a": Decimal("NaN")}, {"a": Decimal("0.12345678901234567890")},
        {"a": 2**70}, {"a": 10**5000}, {"a": "\ud800"}, {"\udfff": 1}, {"a": deep(50)}, {"a": lambda: 1}, ["a"], None,
        {"a": Decimal("1e400")}, {"a": Decimal("sNaN")},
    ],
    ids=lambda data: repr(data)[:40] if not isinstance(data, dict) or "a" not in data else type(data["a"]).__name__,
)  # fmt: skip
def test_data_that_cannot_be_kept_is_refused_by_field_and_changes_nothing(data):
    walk = Walk(TWO)

    with pytest.raises(Invalid) as refused:
        walk.machine.finish(walk.spec, walk.last.state, "a#1", data, NOW)
    assert refused.value.problems[0].field
    assert refused.value.problems[0].message
    with pytest.raises(Invalid):
        walk.machine.start(walk.spec, data, NOW)


def test_data_is_copied_on_its_way_in():
    given = {"doc": {"list": [1]}}
    walk = Walk(TWO, **given)

    given["doc"]["list"].append(2)
    changed = {"extra": {"x": 1}}
    walk.finish("a", "approve", **changed)
    changed["extra"]["x"] = 2

    assert walk.data["doc"] == {"list": [1]}
    assert walk.data["extra"] == {"x": 1}


def test_a_script_cannot_make_a_value_shared_by_two_names_change():
    xml = process(start(), script("s", "copy = doc"), person("a"), end(), arrows="start -> s -> a -> end")

    walk = Walk(xml, doc={"sum": 1})

    assert walk.data["copy"] == {"sum": 1}


def test_equal_moves_give_equal_bytes():
    walk = Walk(TWO, doc={"sum": 1})
    walk.finish("a", "approve", sum=2)

    assert walk.rebuilt().state == walk.last.state


@pytest.mark.parametrize("token", ["a#2", "b#1", "", "a", "a#1 ", "1", "../a#1"])
def test_a_token_that_is_not_open_is_refused(token):
    walk = Walk(TWO)

    with pytest.raises(Refusal):
        walk.machine.finish(walk.spec, walk.last.state, token, {}, NOW)
