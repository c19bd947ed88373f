"""Random diagrams of the supported subset: blocks inside blocks, each with one way in and one way out."""

from itertools import pairwise
from random import Random

from tests.engine.workflow import diagrams as draw


class Drawing:
    """Nodes and arrows of one process or sub-process while they are being drawn."""

    def __init__(self, random: Random, prefix: str = "") -> None:
        self.random, self.prefix, self.count = random, prefix, 0
        self.nodes: list[str] = []
        self.arrows: list[str] = []
        self.messages: list[str] = []

    def name(self, kind: str) -> str:
        """A fresh id."""
        self.count += 1
        return f"{self.prefix}{kind}{self.count}"

    def add(self, node: str) -> None:
        self.nodes.append(node)

    def arrow(self, source: str, target: str, condition: str = "") -> None:
        self.arrows.append(f"{source} -> {target}{condition}")


def random_process(seed: int) -> bytes:
    """One diagram; the same for the same seed."""
    drawing = Drawing(Random(seed))
    arrows = _closed(drawing, 3)
    return draw.process(*drawing.nodes, arrows=arrows, messages=tuple(drawing.messages))


def _closed(drawing: Drawing, depth: int) -> str:
    """Start, a block, end."""
    begin, stop = drawing.name("start"), drawing.name("end")
    drawing.add(draw.start(begin))
    first, last = _sequence(drawing, depth)
    drawing.arrow(begin, first)
    drawing.add(draw.end(stop))
    drawing.arrow(last, stop)
    return "\n".join(drawing.arrows)


def _sequence(drawing: Drawing, depth: int) -> tuple[str, str]:
    ways = [_block(drawing, depth - 1) for _ in range(drawing.random.randint(1, 3))]
    for (_, source), (target, _) in pairwise(ways):
        drawing.arrow(source, target)
    return ways[0][0], ways[-1][1]


def _block(drawing: Drawing, depth: int) -> tuple[str, str]:
    simple = [_person, _person, _verb, _script, _each, _timed, _timed_out, _event_gate, _loop]
    nested = [_parallel, _inclusive, _choice, _rework, _sub]
    return drawing.random.choice(simple + nested * 2 if depth > 0 else simple)(drawing, depth)


def _person(drawing: Drawing, depth: int) -> tuple[str, str]:
    name = drawing.name("person")
    drawing.add(draw.person(name))
    return name, name


def _verb(drawing: Drawing, depth: int) -> tuple[str, str]:
    name = drawing.name("verb")
    drawing.add(draw.verb(name, sum='doc["sum"] + 1'))
    return name, name


def _script(drawing: Drawing, depth: int) -> tuple[str, str]:
    name = drawing.name("script")
    drawing.add(draw.script(name, f'made_{name} = doc["sum"] + {drawing.count}'))
    return name, name


def _each(drawing: Drawing, depth: int) -> tuple[str, str]:
    name = drawing.name("each")
    gives = (f"said_{name}", "said") if drawing.random.random() < 0.5 else None
    until = 'outcome == "return"' if drawing.random.random() < 0.3 else ""
    each = draw.each("people", drawing.random.random() < 0.5, until, gives)
    drawing.add(draw.person(name, inside=each) if drawing.random.random() < 0.7 else draw.verb(name, inside=each))
    return name, name


def _loop(drawing: Drawing, depth: int) -> tuple[str, str]:
    name = drawing.name("again")
    drawing.add(draw.person(name, inside=draw.again_while('outcome == "return"', 3)))
    return name, name


def _timed(drawing: Drawing, depth: int) -> tuple[str, str]:
    """A timer beside a task that goes its own way."""
    name, clock, told, gone = (drawing.name(kind) for kind in ("person", "timer", "told", "gone"))
    drawing.add(draw.person(name))
    text = drawing.random.choice(["PT5H", "R2/PT3H", "P1D"])
    drawing.add(draw.on(name, clock, draw.timer(text), interrupting=False))
    drawing.add(draw.verb(told))
    drawing.add(draw.end(gone))
    drawing.arrow(clock, told)
    drawing.arrow(told, gone)
    return name, name


def _timed_out(drawing: Drawing, depth: int) -> tuple[str, str]:
    """A timer that takes a task away."""
    name, clock, instead, after = (drawing.name(kind) for kind in ("person", "timer", "instead", "after"))
    drawing.add(draw.person(name))
    drawing.add(draw.on(name, clock, draw.timer("PT4H")))
    drawing.add(draw.person(instead))
    drawing.add(draw.xor(after))
    drawing.arrow(name, after)
    drawing.arrow(clock, instead)
    drawing.arrow(instead, after)
    return name, after


def _event_gate(drawing: Drawing, depth: int) -> tuple[str, str]:
    gate, clock, letter, after = (drawing.name(kind) for kind in ("gate", "timer", "letter", "after"))
    drawing.messages.append(letter)
    drawing.add(draw.whichever(gate))
    drawing.add(draw.waits(clock, draw.timer("PT9H")))
    drawing.add(draw.waits(letter, draw.message(letter), key='doc["sum"]', name=letter))
    drawing.add(draw.xor(after))
    for event in (clock, letter):
        drawing.arrow(gate, event)
        drawing.arrow(event, after)
    return gate, after


def _parallel(drawing: Drawing, depth: int) -> tuple[str, str]:
    split, join = drawing.name("split"), drawing.name("join")
    drawing.add(draw.both(split))
    drawing.add(draw.both(join))
    for _ in range(drawing.random.randint(2, 3)):
        first, last = _sequence(drawing, depth - 1)
        drawing.arrow(split, first)
        drawing.arrow(last, join)
    return split, join


def _inclusive(drawing: Drawing, depth: int) -> tuple[str, str]:
    split, join = drawing.name("osplit"), drawing.name("ojoin")
    drawing.add(draw.some(split))
    drawing.add(draw.some(join))
    for condition in (' if outcome == "approve"', ' if outcome != "return"', " else"):
        first, last = _sequence(drawing, depth - 1)
        drawing.arrow(split, first, condition)
        drawing.arrow(last, join)
    return split, join


def _choice(drawing: Drawing, depth: int) -> tuple[str, str]:
    split, merge = drawing.name("xsplit"), drawing.name("xmerge")
    drawing.add(draw.xor(split))
    drawing.add(draw.xor(merge))
    for condition in (' if outcome == "approve"', " else"):
        first, last = _sequence(drawing, depth - 1)
        drawing.arrow(split, first, condition)
        drawing.arrow(last, merge)
    return split, merge


def _rework(drawing: Drawing, depth: int) -> tuple[str, str]:
    merge, decide, ok, after = (drawing.name(kind) for kind in ("merge", "person", "ok", "script"))
    drawing.add(draw.xor(merge))
    first, last = _sequence(drawing, depth - 1)
    drawing.add(draw.person(decide))
    drawing.add(draw.xor(ok))
    drawing.add(draw.script(after, f"left_{after} = 1"))
    drawing.arrow(merge, first)
    drawing.arrow(last, decide)
    drawing.arrow(decide, ok)
    drawing.arrow(ok, merge, ' if outcome == "return"')
    drawing.arrow(ok, after, " else")
    return merge, after


def _sub(drawing: Drawing, depth: int) -> tuple[str, str]:
    name = drawing.name("sub")
    inner = Drawing(drawing.random, f"{name}_")
    arrows = _closed(inner, depth)
    drawing.messages += inner.messages
    inside = draw.each("people", drawing.random.random() < 0.5) if drawing.random.random() < 0.3 else ""
    drawing.add(draw.sub(name, *inner.nodes, arrows=arrows, inside=inside))
    if drawing.random.random() < 0.3:
        clock, instead, after = (drawing.name(kind) for kind in ("timer", "instead", "after"))
        drawing.add(draw.on(name, clock, draw.timer("P2D")))
        drawing.add(draw.person(instead))
        drawing.add(draw.xor(after))
        drawing.arrow(name, after)
        drawing.arrow(clock, instead)
        drawing.arrow(instead, after)
        return name, after
    return name, name
