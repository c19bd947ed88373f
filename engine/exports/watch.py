"""What is seen while watching a kind, to be taken out: the figures as a table, the diagram with its heat as a picture."""

from collections.abc import Mapping, Sequence

from engine.catalogue.queries import Published, current
from engine.control import watching
from engine.control.overviews import Period
from engine.control.watching import Heat, Now, Span, Window
from engine.exports.drawing import HEAT, Badge, Mark, svg
from engine.exports.writing import Table
from engine.kinds import Kind
from engine.phrases import say
from engine.spreadsheets.writing import Cell
from engine.wording import number, numeric_date
from engine.work import Work
from engine.workflow import picture

MINUTE, HOUR, DAY = 60, 3600, 86400


def brief(seconds: float, tongue: str) -> str:
    """A span in its largest unit, short enough for a diagram: «2,3 дн.»."""
    if seconds < HOUR:
        return say("{count} min", tongue, {"count": number(round(seconds / MINUTE), tongue)})
    if seconds < DAY:
        return say("{count} h", tongue, {"count": _tenths(seconds / HOUR, tongue)})
    return say("{count} d", tongue, {"count": _tenths(seconds / DAY, tongue)})


def _tenths(count: float, tongue: str) -> str:
    found = round(count, 1)
    return number(int(found) if found.is_integer() else found, tongue)


def part(few: int, many: int) -> int:
    """How many of a hundred."""
    return round(100 * few / many) if many else 0


def step_name(kind: Kind, step: str, tongue: str) -> str:
    """What the step is called in the current version; one of an older version keeps its id."""
    return (kind.element_name(step, tongue) or step) if step in kind.diagram.steps else step


def order_of(kind: Kind, steps: Sequence[str]) -> list[str]:
    """Those steps as the diagram lists them, steps of older versions last."""
    drawn = {step: at for at, step in enumerate(kind.diagram.steps)}
    return sorted(steps, key=lambda step: (drawn.get(step, len(drawn)), step))


def table(work: Work, window: Window) -> Table:
    """The figures of all steps; raises NotAllowed."""
    tongue, kind = work.actor.language, current(work, window.kind).kind
    heats, counts = watching.steps(work, window), watching.now(work, window)
    headings = [
        say("Step", tongue),
        say("Open", tongue),
        say("Overdue", tongue),
        say("Stopped", tongue),
        say("Done", tongue),
        say("Waiting: median, days", tongue),
        say("Waiting: 95th percentile, days", tongue),
        say("Work: median, days", tongue),
        say("Work: 95th percentile, days", tongue),
        say("Done late", tongue),
        say("In a further round", tongue),
    ]
    rows = (
        _row(step_name(kind, one, tongue), heats.get(one), counts.get(one, Now())) for one in _all(kind, heats, counts)
    )
    title = say("How {kind} runs", tongue, {"kind": kind.texts("title", tongue)})
    days = window.period
    narrowed = {"kind": window.kind, "since": days.since.isoformat(), "until": days.until.isoformat()}
    narrowed["version"] = str(window.version) if window.version else ""
    return Table("watch", title, headings, rows, narrowed)


def _all(kind: Kind, heats: Mapping[str, Heat], counts: Mapping[str, Now]) -> list[str]:
    return order_of(kind, [*{*heats, *counts}])


def _row(name: str, heat: Heat | None, count: Now) -> list[Cell]:
    stands: list[Cell] = [name, count.open, count.overdue, count.incidents]
    if heat is None:
        return [*stands, 0, None, None, None, None, 0, 0]
    return [*stands, heat.many, *_days(heat.waiting), *_days(heat.working), heat.late, heat.again]


def _days(span: Span) -> list[Cell]:
    return [round(span.median / DAY, 3), round(span.high / DAY, 3)]


def drawn(work: Work, window: Window, on: Published) -> str:
    """The diagram of that version with where documents stand and how warm each step is, as SVG; empty where none is drawn."""
    tongue, kind = work.actor.language, on.kind
    shown = picture(kind.reading.normalised)
    if not shown.shapes:
        return ""
    pools = {one.id: kind.texts("title", tongue) for one in shown.shapes if one.element == "participant"}
    heats, counts = watching.steps(work, window), watching.now(work, window)
    most = max((_whole(one) for one in heats.values()), default=0.0)
    marks = {
        step: _mark(heats.get(step), counts.get(step, Now()), most, tongue)
        for step in {*heats, *counts}
        if step in kind.diagram.steps
    }
    return svg(
        shown,
        lambda id: kind.element_name(id, tongue) or pools.get(id, ""),
        marks,
        title=_title(kind, on, window.period, tongue),
        legend=_legend(most, tongue),
        said=_said(tongue),
    )


def _title(kind: Kind, on: Published, days: Period, tongue: str) -> str:
    told = {"kind": kind.texts("title", tongue), "number": on.number}
    told |= {"since": numeric_date(days.since, tongue), "until": numeric_date(days.until, tongue)}
    return say("{kind}, version {number}: {since} – {until}", tongue, told)


def _whole(one: Heat) -> float:
    return one.waiting.median + one.working.median


def _mark(heat: Heat | None, count: Now, most: float, tongue: str) -> Mark:
    if heat is None:
        return Mark(0, (), _badges(count, tongue))
    waiting, working = brief(heat.waiting.median, tongue), brief(heat.working.median, tongue)
    return Mark(_level(_whole(heat), most), (f"{waiting} + {working}",), _badges(count, tongue))


def _badges(count: Now, tongue: str) -> list[Badge]:
    waits = say("The office's own steps and waits: {count}", tongue, {"count": count.waits})
    told = (
        (count.open, "", say("Open: {count}", tongue, {"count": count.open}), "accent"),
        (count.waits, "⚙ ", waits, "accent"),
        (count.overdue, "! ", say("Overdue: {count}", tongue, {"count": count.overdue}), "amber"),
        (count.incidents, "× ", say("Stopped: {count}", tongue, {"count": count.incidents}), "brick"),
    )
    return [Badge(f"{sign}{many}", means, tone) for many, sign, means, tone in told if many]


def _level(seconds: float, most: float) -> int:
    """Of the colours but the first, the one for that part of the longest."""
    steps = len(HEAT) - 1
    return min(steps, 1 + int(steps * seconds / most)) if most else 1


def _legend(most: float, tongue: str) -> list[tuple[int, str]]:
    if not most:
        return []
    steps = len(HEAT) - 1
    edges = [brief(most * at / steps, tongue) for at in range(1, steps + 1)]
    return [(at + 1, say("to {span}", tongue, {"span": edge})) for at, edge in enumerate(edges)]


def _said(tongue: str) -> list[str]:
    return [
        say("In a step: the median of waiting + the median of work. The colour is their sum.", tongue),
        say("Above a step: how many are open, ⚙ at the office, ! overdue, × stopped, now.", tongue),
    ]
