"""How long things took, in SQL: the median and the 95th percentile by the nearest rank, on SQLite and PostgreSQL alike."""

from typing import Any

from sqlalchemy import ColumnElement, Float, Select, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class Seconds(GenericFunction[float]):
    """Seconds from the first moment to the second."""

    name = "seconds_between"
    type = Float()
    inherit_cache = True


@compiles(Seconds, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    start, end = (compiler.process(one, **given) for one in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 86400.0)"


@compiles(Seconds, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    start, end = (compiler.process(one, **given) for one in element.clauses)
    return f"extract(epoch FROM ({end} - {start}))"


def percentiles(by: dict[str, Any], start: Any, end: Any, *conditions: Any, joined: Any = None) -> Select[Any]:
    """A query of (each of `by`, how many, the median, the 95th percentile) of the seconds between two columns."""
    groups = [column.label(name) for name, column in by.items()]
    seconds = Seconds(start, end)
    place = func.row_number().over(partition_by=list(by.values()), order_by=seconds)
    many = func.count().over(partition_by=list(by.values()))
    ranked = select(*groups, seconds.label("s"), place.label("place"), many.label("many")).where(*conditions)
    inner = (ranked.select_from(joined) if joined is not None else ranked).subquery()
    named = [inner.c[name] for name in by]
    middle = _at(inner, (inner.c.many + 1) // 2)
    high = _at(inner, (inner.c.many * 95 + 99) // 100)
    return select(*named, inner.c.many, middle, high).group_by(*named, inner.c.many).order_by(*named)


def _at(inner: Any, rank: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.max(case((inner.c.place == rank, inner.c.s)))
