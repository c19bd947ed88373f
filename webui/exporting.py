"""A list taken out as a file: made while looking, noted in the audit, then given away."""

from collections.abc import Callable, Iterator
from typing import IO

from flask import Response

from engine.exports import writing
from engine.exports.writing import Made, Table
from engine.office import Work
from webui.port import actor, office

PIECE = 64 * 1024


def sent(table: Callable[[Work], Table], format: str) -> Response:
    """The file of a table; nothing is given away before the audit has its line."""
    who = actor()
    with office().look(who) as work:
        made = writing.write(work, table(work), format)
    with office().work(who) as work:
        writing.note(work, made)
    return _answer(made)


def _answer(made: Made) -> Response:
    answer = Response(_pieces(made.file), mimetype=made.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
