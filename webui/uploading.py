"""Files a person chose in a form: kept at once, carried through a refused form, attached with the act.

A file that was sent with a form which then had to be mended is kept by its hash; the form carries a sealed ticket for it
(field `held`), so the person need not choose it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from engine.acts import files as acts
from engine.documents.queries import AttachmentCard
from engine.documents.uploads import media_type, safe_name
from engine.forms import Form
from engine.office import Work
from webui.port import office
from webui.session import signed_in

MOST_TICKETS = 30


@dataclass(frozen=True)
class Held:
    """A file that is kept and not attached yet; `field` is the form's field it was chosen in."""

    field: str
    name: str
    media_type: str
    size: int
    sha256: str
    ticket: str = ""


def fields_of(form: Form | None) -> tuple[str, ...]:
    """The names of the form's fields that take files."""
    return tuple(one.key for one in form.all() if one.type == "filepicker") if form else ()


def taken(names: Sequence[str]) -> list[Held]:
    """The files of this request, the newly chosen and those of tickets. Raises Invalid for what may not be attached."""
    fresh = [
        _kept(name, one.filename or "file", one.read())
        for name in names
        for one in request.files.getlist(name)
        if one.filename
    ]
    return [*_of_tickets(request.form.getlist("held")[:MOST_TICKETS], names), *fresh]


def _kept(field: str, name: str, content: bytes) -> Held:
    kind = media_type(name, content)
    one = Held(field, safe_name(name), kind, len(content), office().tools.files.put(content))
    return Held(**{**asdict(one), "ticket": _sealer().dumps(asdict(one))})


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"held-file-{signed_in().person}")


def _of_tickets(tickets: Iterable[str], names: Sequence[str]) -> list[Held]:
    found = []
    for ticket in tickets:
        try:
            given: Mapping[str, Any] = _sealer().loads(ticket)
        except BadSignature:
            continue
        one = Held(**{**given, "ticket": ticket})
        if one.field in names:
            found.append(one)
    return found


def attached(
    work: Work, document: str, held: Sequence[Held], answers: dict[str, Any], *, task: str = ""
) -> dict[str, Any]:
    """Attaches the files and gives the answers with their ids in the fields they were chosen in."""
    for one in held:
        file = acts.attach(
            work,
            document,
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            task=task,
        )
        before = answers.get(one.field)
        answers = {**answers, one.field: [*before, file.id] if isinstance(before, list) else [file.id]}
    return answers


def standing(form: Form | None, answers: Mapping[str, Any], files: Sequence[AttachmentCard]) -> dict[str, Any]:
    """The answers with the files of the content in the form's first field of files, however they were attached."""
    names = fields_of(form)
    named = {id for name in names for id in answers.get(name) or []}
    lost = [one.id for one in files if one.content_part and one.id not in named]
    return {**answers, names[0]: [*(answers.get(names[0]) or []), *lost]} if names and lost else dict(answers)


def left_out(
    work: Work, document: str, files: Sequence[AttachmentCard], form: Form | None, answers: Mapping[str, Any]
) -> None:
    """Takes the files out of the content whose ticks were taken away."""
    names = fields_of(form)
    kept = {id for name in names for id in answers.get(name) or []}
    for one in files if names else ():
        if one.content_part and one.id not in kept:
            acts.detach(work, document, one.number)
