"""A diagram drawn as SVG for paper and for pages without scripts: shapes, arrows, lanes, names, and what a reader looks for.

Heat is told by a colour and by numbers, never by a colour alone. Names come from strangers and are written as text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from engine.workflow import Box, Line, Picture, Shape

HEAT = ("#ffffff", "#fdf0cf", "#fbdc9b", "#f6bd6d", "#ee9a55")  # of a step's fill, from quick to slow
TONES = {"accent": "#0b5c63", "amber": "#7a4b00", "brick": "#9b2c1f"}
INK, PAPER = "#1c2426", "#ffffff"
MARGIN, LETTER, ROW = 30.0, 6.1, 13.0
BANDS = frozenset({"participant", "lane"})
TASKS = frozenset(
    "task userTask manualTask serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity subProcess".split()
)


@dataclass(frozen=True)
class Badge:
    """A number at a step's upper edge: its words for who hovers, and a tone (accent, amber, brick)."""

    text: str
    means: str
    tone: str


@dataclass(frozen=True)
class Mark:
    """What is told at a step: `level` of heat (0 to 4), lines of numbers in it, badges on it."""

    level: int = 0
    lines: Sequence[str] = ()
    badges: Sequence[Badge] = ()


def svg(
    drawn: Picture,
    name: Callable[[str], str],
    marks: Mapping[str, Mark],
    *,
    title: str,
    legend: Sequence[tuple[int, str]] = (),
    said: Sequence[str] = (),
) -> str:
    """The drawing with `title` above and, beneath, the legend of colours (level, words) and lines of words."""
    area = _area(drawn)
    below = area.y + area.height + 24
    height = area.height + 60 + (28 if legend else 0) + ROW * 1.4 * len(said)
    edge = (area.x - MARGIN, area.y - MARGIN - 20, area.width + 2 * MARGIN, height + MARGIN)
    box = " ".join(_short(one) for one in edge)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{_short(edge[2])}" height="{_short(edge[3])}"'
        f' role="img" aria-label={quoteattr(title)} font-family="PT Sans, Noto Sans, Arial, sans-serif" font-size="11">',
        _ARROW,
        _rectangle(Box(*edge), fill=PAPER, stroke="none"),
        _text(area.x, area.y - 18, title, size=15, bold=True),
        *(_band(one, name) for one in drawn.shapes if one.element in BANDS),
        *(part for one in drawn.lines for part in _line(one, name)),
        *(part for one in drawn.shapes if one.element not in BANDS for part in _shape(one, name, marks)),
        *_legend(area.x, below, legend),
        *(_text(area.x, below + (34 if legend else 6) + at * ROW * 1.4, one) for at, one in enumerate(said)),
        "</svg>",
    ]
    return "".join(parts)


_ARROW = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
    f'<path d="M0 0 10 5 0 10z" fill="{INK}"/></marker></defs>'
)


def _area(drawn: Picture) -> Box:
    labels = [one.label for one in drawn.shapes] + [one.label for one in drawn.lines]
    boxes = [*(one.box for one in drawn.shapes), *(one for one in labels if one)]
    xs = [x for box in boxes for x in (box.x, box.x + box.width)] + [x for one in drawn.lines for x, _ in one.points]
    ys = [y for box in boxes for y in (box.y, box.y + box.height)] + [y for one in drawn.lines for _, y in one.points]
    if not xs:
        return Box(0, 0, 400, 60)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _band(shape: Shape, name: Callable[[str], str]) -> str:
    box = shape.box
    x, y = box.x + 19, box.y + box.height / 2
    words = _clipped(name(shape.id), int(box.height / LETTER))
    turned = f'<text transform="translate({_short(x)} {_short(y)}) rotate(-90)" text-anchor="middle" fill="{INK}">'
    return _rectangle(box, fill="none", stroke="#7b8688") + turned + escape(words) + "</text>"


def _line(line: Line, name: Callable[[str], str]) -> Iterator[str]:
    way = " ".join(f"{_short(x)},{_short(y)}" for x, y in line.points)
    dashed = "" if line.element == "sequenceFlow" else ' stroke-dasharray="5 4"'
    yield f'<polyline points="{way}" fill="none" stroke="{INK}" stroke-width="1.2"{dashed} marker-end="url(#tip)"/>'
    if words := name(line.id):
        at = line.label or _middle(line)
        yield from _words(words, at.x + at.width / 2, at.y + ROW - 2, max(at.width, 80), 3)


def _middle(line: Line) -> Box:
    (x, y), (further, lower) = line.points[0], line.points[1]
    return Box(min(x, further), min(y, lower) - ROW - 2, abs(x - further), ROW)


def _shape(shape: Shape, name: Callable[[str], str], marks: Mapping[str, Mark]) -> Iterator[str]:
    mark, box = marks.get(shape.id, Mark()), shape.box
    if shape.element in TASKS:
        yield from _task(name(shape.id), mark, box)
    else:
        yield _gateway(shape) if shape.element.endswith("Gateway") else _event(shape, mark)
        label = shape.label or Box(box.x - 27, box.y + box.height + 4, box.width + 54, ROW)
        yield from _words(name(shape.id), label.x + label.width / 2, label.y + ROW - 2, max(label.width, 90), 3)
    yield from _badges(mark, box)


def _task(name: str, mark: Mark, box: Box) -> Iterator[str]:
    """The box with its name in the middle and its numbers along the lower edge."""
    yield _rectangle(box, fill=HEAT[mark.level], stroke=INK, round=8)
    own = box.height - ROW * len(mark.lines)
    lines = _wrapped(name, box.width - 8, max(1, int((own - 6) / ROW)))
    x, top = box.x + box.width / 2, box.y + own / 2 - ROW * (len(lines) - 1) / 2 + 4
    yield from (_text(x, top + at * ROW, one, middle=True) for at, one in enumerate(lines))
    low = box.y + box.height - 6 - ROW * (len(mark.lines) - 1)
    yield from (_text(x, low + at * ROW, one, middle=True, bold=True) for at, one in enumerate(mark.lines))


def _gateway(shape: Shape) -> str:
    box = shape.box
    x, y = box.x + box.width / 2, box.y + box.height / 2
    corners = ((x, box.y), (box.x + box.width, y), (x, box.y + box.height), (box.x, y))
    way = " ".join(f"{_short(one)},{_short(other)}" for one, other in corners)
    sign = {"exclusiveGateway": "×", "parallelGateway": "+", "inclusiveGateway": "○"}.get(shape.element, "◇")
    drawn = f'<polygon points="{way}" fill="{PAPER}" stroke="{INK}"/>'
    return drawn + _text(x, y + 8, sign, size=24, middle=True)


def _event(shape: Shape, mark: Mark) -> str:
    box, edge = shape.box, {"startEvent": 1.5, "endEvent": 4.0}.get(shape.element, 1.5)
    x, y, around = box.x + box.width / 2, box.y + box.height / 2, min(box.width, box.height) / 2
    sign = {"timer": "◷", "message": "✉", "error": "ϟ", "terminate": "●"}.get(shape.event, "")
    rings = [(around, edge)] + ([] if shape.element in ("startEvent", "endEvent") else [(around - 4, 1.0)])
    drawn = "".join(
        f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(one)}" fill="{HEAT[mark.level]}" stroke="{INK}" stroke-width="{wide}"/>'
        for one, wide in rings
    )
    return drawn + (_text(x, y + 5, sign, size=15, middle=True) if sign else "")


def _badges(mark: Mark, box: Box) -> Iterator[str]:
    """Along the upper edge."""
    x = box.x
    for badge in mark.badges:
        wide = LETTER * len(badge.text) + 14
        label = _text(x + wide / 2, box.y - 3, badge.text, middle=True, bold=True, fill=PAPER)
        back = _rectangle(Box(x, box.y - 14, wide, 16), fill=TONES[badge.tone], stroke=PAPER, round=8)
        yield f"<g><title>{escape(badge.means)}</title>{back}{label}</g>"
        x += wide + 2


def _legend(x: float, y: float, legend: Sequence[tuple[int, str]]) -> Iterator[str]:
    for level, words in legend:
        yield _rectangle(Box(x, y - 4, 22, 14), fill=HEAT[level], stroke=INK)
        yield _text(x + 28, y + 7, words)
        x += 28 + LETTER * len(words) + 24


def _words(text: str, x: float, y: float, width: float, most: int) -> Iterator[str]:
    """Lines of words that stay readable over arrows: paper beneath the letters."""
    for at, line in enumerate(_wrapped(text, width, most)):
        yield _text(x, y + at * ROW, line, middle=True, halo=True)


def _wrapped(text: str, width: float, most: int) -> list[str]:
    lines = wrap(" ".join(text.split()), max(4, int(width / LETTER)))
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(1, most - 1)] + "…"


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 0,
    middle: bool = False,
    bold: bool = False,
    fill: str = INK,
    halo: bool = False,
) -> str:
    given = f' font-size="{size}"' if size else ""
    given += ' text-anchor="middle"' if middle else ""
    given += ' font-weight="bold"' if bold else ""
    given += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{_short(x)}" y="{_short(y)}" fill="{fill}"{given}>{escape(words)}</text>'


def _rectangle(box: Box, *, fill: str, stroke: str, round: int = 0) -> str:
    place = f'x="{_short(box.x)}" y="{_short(box.y)}" width="{_short(box.width)}" height="{_short(box.height)}"'
    return f'<rect {place} rx="{round}" fill="{fill}" stroke="{stroke}"/>'


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
