"""Small BPMN files as sentences: nodes by name, arrows as text.

process(start(), person("approve"), xor("ok"), end(), arrows='''
    start -> approve -> ok
    ok -> approve if outcome == "return"
    ok -> end else
''')
"""

import re
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

_LANED = re.compile(r'<bpmn:(?:userTask|manualTask) id="([^"]+)"')
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bagyt="urn:bagyt:bpmn:1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:test">'
)


def element(tag: str, id: str, inside: str = "", **attributes: object) -> str:
    """One BPMN element."""
    given = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items() if value is not None)
    return f'<bpmn:{tag} id="{id}" name="{id}"{given}>{inside}</bpmn:{tag}>'


def extended(*parts: str) -> str:
    """Elements of the bagyt namespace for a node."""
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>"


def start(id: str = "start") -> str:
    """Where an instance begins."""
    return element("startEvent", id)


def end(id: str = "end", inside: str = "") -> str:
    """Where a token ends."""
    return element("endEvent", id, inside)


def terminate(id: str = "stop") -> str:
    """Where all tokens end."""
    return end(id, "<bpmn:terminateEventDefinition/>")


def throws_error(id: str, code: str) -> str:
    """An end that raises an error (declare it with `errors=`)."""
    return end(id, f'<bpmn:errorEventDefinition errorRef="error_{code}"/>')


def person(id: str, *outcomes: str, inside: str = "", **attributes: object) -> str:
    """A person's task."""
    said = "".join(f'<bagyt:outcome id="{outcome}"/>' for outcome in outcomes or ("approve", "return"))
    return element("userTask", id, extended("<bagyt:task/>", said) + inside, **attributes)


def verb(id: str, name: str = "note", inside: str = "", **parameters: str) -> str:
    """A registered verb."""
    given = "".join(f'<bagyt:parameter name="{key}" value={quoteattr(value)}/>' for key, value in parameters.items())
    return element("serviceTask", id, extended(f'<bagyt:verb name="{name}"/>', given) + inside)


def script(id: str, lines: str) -> str:
    """Assignments."""
    return element("scriptTask", id, f"<bpmn:script>{escape(lines)}</bpmn:script>")


def both(id: str) -> str:
    """A parallel gateway."""
    return element("parallelGateway", id)


def some(id: str) -> str:
    """An inclusive gateway."""
    return element("inclusiveGateway", id)


def xor(id: str) -> str:
    """An exclusive gateway."""
    return element("exclusiveGateway", id)


def whichever(id: str) -> str:
    """An event-based gateway."""
    return element("eventBasedGateway", id)


def timer(text: str) -> str:
    """A timer's definition: a date, a duration or a cycle by its look, else the duration an expression gives."""
    kind = "timeCycle" if text.startswith("R") else "timeDate" if text[:2] == "20" else "timeDuration"
    return f'<bpmn:timerEventDefinition><bpmn:{kind} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>'


def message(name: str) -> str:
    """A message's definition (declare it with `messages=`)."""
    return f'<bpmn:messageEventDefinition messageRef="message_{name}"/>'


def error(code: str) -> str:
    """An error's definition (declare it with `errors=`)."""
    return f'<bpmn:errorEventDefinition errorRef="error_{code}"/>'


def waits(id: str, definition: str, key: str = "", name: str = "") -> str:
    """An event in the way of a token that is waited for."""
    return element("intermediateCatchEvent", id, _keyed(name, key) + definition)


def throws(id: str, definition: str, key: str = "", name: str = "") -> str:
    """An event in the way of a token that is thrown."""
    return element("intermediateThrowEvent", id, _keyed(name, key) + definition)


def receives(id: str, name: str, key: str = "") -> str:
    """A task that waits for a message."""
    return element("receiveTask", id, _keyed(name, key), messageRef=f"message_{name}")


def on(activity: str, id: str, definition: str, interrupting: bool = True, key: str = "", name: str = "") -> str:
    """An event on the border of an activity."""
    return element(
        "boundaryEvent",
        id,
        _keyed(name, key) + definition,
        attachedToRef=activity,
        cancelActivity=str(interrupting).lower(),
    )


def _keyed(name: str, key: str) -> str:
    return extended(f'<bagyt:message name="{name}" key={quoteattr(key)}/>') if name else ""


def each(people: str, in_turn: bool = False, until: str = "", gives: tuple[str, str] | None = None) -> str:
    """For each of a list."""
    output, item = gives or ("", "")
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(in_turn).lower()}"><bpmn:loopDataInputRef>{people}</bpmn:loopDataInputRef>'
        + (f"<bpmn:loopDataOutputRef>{output}</bpmn:loopDataOutputRef>" if output else "")
        + '<bpmn:inputDataItem name="item"/>'
        + (f'<bpmn:outputDataItem name="{item}"/>' if item else "")
        + (f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else "")
        + "</bpmn:multiInstanceLoopCharacteristics>"
    )


def times(count: str, in_turn: bool = False) -> str:
    """So many times."""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(in_turn).lower()}"><bpmn:loopCardinality>{escape(count)}</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def again_while(condition: str, most: int | None = None) -> str:
    """Standard loop."""
    limit = f' loopMaximum="{most}"' if most else ""
    return f"<bpmn:standardLoopCharacteristics{limit}><bpmn:loopCondition>{escape(condition)}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"


def sub(id: str, *nodes: str, arrows: str, inside: str = "") -> str:
    """A sub-process."""
    drawn, defaults = _arrows(arrows, f"{id}_f")
    return element("subProcess", id, inside + _with_defaults("".join(nodes), defaults) + drawn)


def calls(id: str, process_id: str) -> str:
    """A call of another process of the same file."""
    return element("callActivity", id, calledElement=process_id)


def process(
    *nodes: str,
    arrows: str,
    id: str = "route",
    messages: tuple[str, ...] = (),
    errors: tuple[str, ...] = (),
    others: str = "",
) -> bytes:
    """A file with one process to run, and `others` (made by `another`)."""
    declared = "".join(f'<bpmn:message id="message_{name}" name="{name}"/>' for name in messages)
    declared += "".join(f'<bpmn:error id="error_{code}" name="{code}" errorCode="{code}"/>' for code in errors)
    return (HEAD + declared + another(*nodes, arrows=arrows, id=id) + others + "</bpmn:definitions>").encode()


def another(*nodes: str, arrows: str, id: str) -> str:
    """One process of a file."""
    drawn, defaults = _arrows(arrows, f"{id}_f")
    inside = _with_defaults("".join(nodes), defaults)
    members = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in _LANED.findall(inside))
    lane = f'<bpmn:laneSet id="{id}_lanes"><bpmn:lane id="{id}_lane" name="Chair">{members}</bpmn:lane></bpmn:laneSet>'
    return f'<bpmn:process id="{id}" name="{id}" isExecutable="true">{lane}{inside}{drawn}</bpmn:process>'


def _arrows(text: str, prefix: str) -> tuple[str, dict[str, str]]:
    drawn, defaults, number = [], {}, 0
    for line in filter(None, map(str.strip, text.splitlines())):
        path, condition, otherwise = line, "", False
        if " if " in line:
            path, condition = line.split(" if ", 1)
        elif line.endswith(" else"):
            path, otherwise = line.removesuffix(" else"), True
        names = [name.strip() for name in path.split("->")]
        for source, target in pairwise(names):
            number += 1
            flow_id = f"{prefix}{number}"
            said = (
                f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
                if condition
                else ""
            )
            drawn.append(
                f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{said}</bpmn:sequenceFlow>'
            )
            if otherwise:
                defaults[source] = flow_id
    return "".join(drawn), defaults


def _with_defaults(nodes: str, defaults: dict[str, str]) -> str:
    for source, flow_id in defaults.items():
        nodes = nodes.replace(f'Gateway id="{source}"', f'Gateway id="{source}" default="{flow_id}"')
    return nodes
