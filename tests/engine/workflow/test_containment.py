"""Nothing a stranger writes into a diagram runs, reads a file, or calls out; it is refused with the element's id.

The library evaluates text at these places (SpiffWorkflow 3.2.0): sequence flow conditions (specs/bpmn_task_spec.py),
scripts (mixins/script_task.py), timers of three kinds (event_definitions/timer.py), conditional events
(event_definitions/conditional.py), cardinality, completion and loop conditions (mixins/multiinstance_task.py),
correlation properties (event_definitions/message.py), conditions of ad-hoc sub-processes (bpmn_process_spec.py).
Pre- and post-scripts, service parameters and decision tables belong to parsers that are not used.
"""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import KindRefused
from engine.workflow import Reading, compile_process, read
from tests.engine.workflow.sheets import (
    END,
    HEAD,
    START,
    chain,
    extended,
    flow,
    lane,
    person,
    sheet,
    with_choice,
    with_step,
)


class Canary:
    """Keeps a file that must not appear and a port that nobody may call."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "canary"
        self.secret = folder / "secret.txt"
        self.secret.write_text("TOPSECRET", encoding="utf-8")
        self.calls = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._watch = threading.Thread(target=self._answer)
        self._watch.start()

    def _answer(self) -> None:
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:
                return
            self.calls += caller.recv(64) != b"bye"
            caller.close()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._watch.join(5)

    @property
    def sings(self) -> bool:
        return self.calls == 0 and not self.file.exists()


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    kept = Canary(tmp_path)
    yield kept
    kept.close()


PAYLOADS = (
    "__import__('os').system('touch {file}')",
    "().__class__.__base__.__subclasses__()",
    "open('{file}', 'w')",
    "__import__('socket').create_connection(('127.0.0.1', {port}))",
    "[open('{file}', 'w') for x in [1]]",
    "(lambda: open('{file}', 'w'))()",
)


def quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def timed(name: str, text: str) -> str:
    held = f"<bpmn:timerEventDefinition><bpmn:{name}>{quoted(text)}</bpmn:{name}></bpmn:timerEventDefinition>"
    return f'<bpmn:intermediateCatchEvent id="x">{held}</bpmn:intermediateCatchEvent>'


def many(inside: str) -> str:
    return person(
        "x", inside=f"<bpmn:multiInstanceLoopCharacteristics>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    )


def event(definition: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="x">{definition}</bpmn:intermediateCatchEvent>'


def place(name: str, text: str) -> bytes:
    """A diagram with the text at one of the places where text is evaluated, on element `x` (a flow: `yes`)."""
    said = quoted(text)
    match name:
        case "condition":
            return with_choice(text)
        case "script":
            return with_step(f'<bpmn:scriptTask id="x"><bpmn:script>y = {said}</bpmn:script></bpmn:scriptTask>')
        case "whole script":
            return with_step(f'<bpmn:scriptTask id="x"><bpmn:script>{said}</bpmn:script></bpmn:scriptTask>')
        case "timeDuration" | "timeDate" | "timeCycle":
            return with_step(timed(name, text))
        case "conditional event":
            held = f"<bpmn:conditionalEventDefinition><bpmn:condition>{said}</bpmn:condition></bpmn:conditionalEventDefinition>"
            return with_step(event(held))
        case "loopCardinality":
            return with_step(many(f"<bpmn:loopCardinality>{said}</bpmn:loopCardinality>"))
        case "completionCondition":
            half = f"<bpmn:completionCondition>{said}</bpmn:completionCondition>"
            return with_step(many(f"<bpmn:loopCardinality>2</bpmn:loopCardinality>{half}"))
        case "loopDataInputRef" | "loopDataOutputRef":
            half = "<bpmn:loopCardinality>2</bpmn:loopCardinality>" if name == "loopDataOutputRef" else ""
            return with_step(many(f"{half}<bpmn:{name}>{said}</bpmn:{name}>"))
        case "loopCondition":
            held = f"<bpmn:standardLoopCharacteristics><bpmn:loopCondition>{said}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
            return with_step(person("x", inside=held))
        case "parameter":
            held = extended('<bagyt:verb name="note"/>', f'<bagyt:parameter name="a" value="{said}"/>')
            return with_step(f'<bpmn:serviceTask id="x">{held}</bpmn:serviceTask>')
        case "message key":
            held = extended(f'<bagyt:message name="m" key="{said}"/>')
            return with_step(f'<bpmn:receiveTask id="x">{held}</bpmn:receiveTask>')
        case "preScript":
            held = extended(f"<spiff:preScript>{said}</spiff:preScript>", '<bagyt:outcome id="approve"/>')
            return with_step(f'<bpmn:userTask id="x">{held}</bpmn:userTask>')
        case "ad-hoc":
            held = f"<bpmn:task id='y'/><bpmn:completionCondition>{said}</bpmn:completionCondition>"
            return with_step(f'<bpmn:adHocSubProcess id="x">{held}</bpmn:adHocSubProcess>')
    path = f"<bpmn:messagePath>{said}</bpmn:messagePath>"
    held = f'<bpmn:correlationPropertyRetrievalExpression messageRef="m">{path}</bpmn:correlationPropertyRetrievalExpression>'
    above = (
        f'<bpmn:message id="m" name="m"/><bpmn:correlationProperty id="x" name="x">{held}</bpmn:correlationProperty>'
    )
    return with_step(person("z"), "z", above=above)


PLACES = (
    "condition", "script", "whole script", "timeDuration", "timeDate", "timeCycle", "conditional event", "loopCardinality",
    "completionCondition", "loopDataInputRef", "loopDataOutputRef", "loopCondition", "parameter", "message key", "preScript",
    "ad-hoc", "correlation",
)  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_hostile_text_is_refused_by_its_element_at_every_place_and_nothing_runs(name: str, canary: Canary) -> None:
    for payload in PAYLOADS:
        for wrapped in ("%s", "${%s}", "=%s"):
            text = wrapped % payload.format(file=canary.file, port=canary.port)

            reading = read(place(name, text))

            refused = {problem.element for problem in reading.errors}
            assert ("yes" if name == "condition" else "x") in refused, (text, reading.problems)
            with pytest.raises(KindRefused):
                compile_process(reading)
    assert canary.sings


def xml(head: str, said: str = "x") -> bytes:
    """A diagram that would run, with the text in its documentation and `head` before its first element."""
    told = f"<bpmn:documentation>{said}</bpmn:documentation>"
    plain = sheet(lane("a"), START, person("a", inside=told), END, chain("begin", "a", "over")).decode()
    return plain.replace('<?xml version="1.0" encoding="UTF-8"?>', f'<?xml version="1.0"?>{head}').encode()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def attacks(canary: Canary) -> dict[str, bytes]:
    plain = xml("", "x")
    return {
        "XXE file": xml(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary.secret}">]>', "&x;"),
        "XXE http": xml(f'<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:{canary.port}/e">]>', "&x;"),
        "external DTD": xml(f'<!DOCTYPE d SYSTEM "http://127.0.0.1:{canary.port}/d">'),
        "parameter entity": xml(f'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:{canary.port}/p"> %p;]>'),
        "billion laughs": xml(f'<!DOCTYPE d [<!ENTITY a0 "lol">{LAUGHS}]>', "&a9;"),
        "quadratic": xml(f'<!DOCTYPE d [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 2000),
        "internal entity": xml('<!DOCTYPE d [<!ENTITY e "INTERNAL">]>', "&e;"),
        "bare DOCTYPE": xml("<!DOCTYPE d>"),
        "unknown entity": xml("", "&nothing;"),
        "UTF-16": plain.decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"),
        "UTF-16 without mark": plain.decode().encode("utf-16-le"),
        "UTF-32": plain.decode().encode("utf-32"),
        "UTF-7": plain.replace(b'version="1.0"', b'version="1.0" encoding="UTF-7"'),
        "not UTF-8": plain.replace(b">x<", ">ж<".encode("cp1251")),
        "Latin letters declared": plain.replace(b'version="1.0"', b'version="1.0" encoding="ISO-8859-1"').replace(
            b">x<", b">\xe9<"
        ),
        "NUL": plain.replace(b">x<", b">\x00<"),
        "processing instruction": plain.replace(b"<bpmn:process ", b"<?php evil?><bpmn:process "),
        "stylesheet": plain.replace(b"?>", b'?><?xml-stylesheet href="a.xsl"?>', 1),
        "huge text": xml("", "x" * 3_000_000),
        "many elements": xml("", "<a/>" * 70_000),
        "many attributes": xml("", "<a " + " ".join(f'a{n}="1"' for n in range(125_000)) + "/>"),
        "many namespaces": xml("", "<a " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(300)) + "/>"),
        "deep": xml("", "<a>" * 5000 + "</a>" * 5000),
        "broken": plain[:-20],
        "empty": b"",
        "not XML": b"PK\x03\x04 zip",
        "HTML": b"<html><body>Hi</body></html>",
        "no process": f'<?xml version="1.0"?>{HEAD}</bpmn:definitions>'.encode(),
    }


def test_attacks_by_xml_are_refused_and_reach_nothing(canary: Canary) -> None:
    assert read(xml("")).runs

    for name, content in attacks(canary).items():
        reading = read(content)

        assert reading.errors and not reading.runs, name
        assert b"TOPSECRET" not in reading.normalised and "TOPSECRET" not in repr(reading), name
        assert all(len(problem.message) < 500 for problem in reading.problems), name
    assert canary.sings


def test_includes_are_not_followed(canary: Canary) -> None:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{canary.secret}" parse="text"/>'
    content = sheet(
        lane("a"),
        START,
        person("a", inside=f"<bpmn:documentation>{include}</bpmn:documentation>"),
        END,
        chain("begin", "a", "over"),
    )

    assert "TOPSECRET" not in repr(read(content))


MEMO = sheet(
    lane("a", "b"), START, person("a", "approve", "return"), person("b"), '<bpmn:exclusiveGateway id="g" default="on"/>',
    timed("timeDuration", "P1D"), f'<bpmn:subProcess id="sub">{START.replace("begin", "s")}{END.replace("over", "e")}</bpmn:subProcess>',
    END, chain("begin", "a", "g"), flow("on", "g", "b"), flow("back", "g", "a", 'outcome == "return"'), chain("b", "x", "sub", "over"),
)  # fmt: skip
PIECES = [piece for piece in MEMO.decode().replace("><", ">\n<").split("\n") if piece]


@settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(("drop", "double", "swap", "cut")), st.integers(0, 999), st.integers(0, 999)),
        min_size=1,
        max_size=6,
    )
)
def test_a_mangled_diagram_is_read_and_never_breaks_the_reader(changes: list[tuple[str, int, int]]) -> None:
    pieces = list(PIECES)
    for change, first, second in changes:
        one, two = first % len(pieces), second % len(pieces)
        match change:
            case "drop" if len(pieces) > 3:
                pieces.pop(one)
            case "double":
                pieces.insert(two, pieces[one])
            case "swap":
                pieces[one], pieces[two] = pieces[two], pieces[one]
            case _:
                pieces[one] = pieces[one].replace('"x"', '"a"').replace("Ref=", "ref=")

    reading = read("".join(pieces).encode())

    assert isinstance(reading, Reading)
    assert reading.diagram is not None or reading.errors


@settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(set(MEMO.decode().split('"')[1::2]))), st.text(max_size=12))
def test_any_value_of_any_attribute_is_read(old: str, new: str) -> None:
    safe = new.encode("utf-8", "ignore").decode().replace("&", "").replace("<", "").replace('"', "")

    reading = read(MEMO.decode().replace(f'"{old}"', f'"{safe}"').encode())

    assert reading.diagram is not None or reading.errors
