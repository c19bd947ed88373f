"""Diagrams of other programs: what they lack is put in and told, and what then can run walks to its end."""

from pathlib import Path

import pytest
from lxml import etree

from engine.workflow import Machine, WaitOpened, adopt, compile_process, picture, process_of, read
from tests.engine.workflow.running import NOW

MIWG = sorted((Path(__file__).parents[2] / "data" / "miwg").glob("*.bpmn"))
RUNNING = {
    "A.1.0", "A.2.0", "A.2.1", "A.4.0", "A.4.1", "B.1.0", "C.2.0", "C.4.0", "C.5.0", "C.9.1",
}  # fmt: skip
MOST = 200


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("file", MIWG, ids=named)
def test_what_is_put_in_and_what_still_cannot_run_is_told_by_element(file: Path) -> None:
    adopted = adopt(file.read_bytes())

    reading = read(adopted.xml)

    drawn = {one.get("id") for one in etree.fromstring(adopted.xml).iter(etree.Element)}
    assert {one.element for one in (*adopted.changes, *reading.errors)} <= drawn
    assert reading.runs == (file.stem in RUNNING), [one.template for one in reading.errors]
    assert process_of(adopted.xml) == process_of(file.read_bytes())


@pytest.mark.parametrize("file", [one for one in MIWG if one.stem in RUNNING], ids=named)
@pytest.mark.parametrize("answer", ["first", "last"])
def test_each_that_can_run_walks_to_its_end(file: Path, answer: str) -> None:
    reading = read(adopt(file.read_bytes()).xml)
    assert reading.diagram is not None
    machine, spec = Machine(b"k" * 32), compile_process(reading)
    last = machine.start(spec, {"round": 1, "doc": {}}, NOW)

    told, moves, now = list(last.happenings), 0, NOW
    while last.ended is None and moves < MOST:
        token = machine.open_tokens(spec, last.state)[0]
        if token.type == "person":
            outcomes = reading.diagram.steps[token.step_id].outcomes
            # The last button is pressed at most three times at a step, so that a circle is left in the end.
            said = outcomes[-1 if answer == "last" and moves < 3 * len(reading.diagram.steps) else 0].id
            last = machine.finish(spec, last.state, token.token, {"outcome": said}, now)
        elif token.type == "message":
            waits = next(one for one in reversed(told) if isinstance(one, WaitOpened) and one.token == token.token)
            last = machine.deliver(spec, last.state, waits.message, waits.key, {}, now)
        else:
            assert last.next_due is not None
            now = max(now, last.next_due)
            last = machine.wake(spec, last.state, now)
        told += last.happenings
        moves += 1

    assert last.ended


@pytest.mark.parametrize("file", MIWG, ids=named)
def test_what_was_drawn_stays_drawn_and_its_lanes_too(file: Path) -> None:
    adopted = adopt(file.read_bytes())

    shown = {one.id for one in picture(adopted.xml).shapes}

    elements = {one.get("id"): one for one in etree.fromstring(adopted.xml).iter(etree.Element)}
    drawn = [
        one.get("bpmnElement", "").rpartition(":")[2]
        for one in etree.fromstring(file.read_bytes()).iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape")
    ]
    kept = {one for one in drawn if one in elements}
    assert kept <= shown
    assert len(shown) == len(set(shown))


def test_a_diagram_that_lacks_nothing_is_only_written_anew() -> None:
    memo = (Path(__file__).parents[3] / "processes" / "memo" / "process.bpmn").read_bytes()

    adopted = adopt(memo)

    assert adopted.changes == ()
    assert etree.tostring(etree.fromstring(adopted.xml), method="c14n") == etree.tostring(
        etree.fromstring(memo, etree.XMLParser(remove_comments=True)), method="c14n"
    )
