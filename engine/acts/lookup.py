"""What a form's answers may name: people, units, files of the document, journals, cases."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from engine import forms
from engine.catalogue.queries import version
from engine.documents.models import Attachment, Document
from engine.forms import Form
from engine.people.models import Person, Unit
from engine.people.queries import UNIT
from engine.registration.models import Dossier, Journal
from engine.work import Work

ONE_BY_ONE = 10


class Known:
    """Answers the forms' questions about what there is; `document` limits files to its own."""

    def __init__(self, work: Work, document: str = "") -> None:
        self._work, self._document = work, document
        self._asked = 0
        self._named: tuple[Collection[str], Collection[str]] | None = None  # logins and codes

    def person(self, login: str) -> bool:
        if self._many():
            return login in self._all()[0]
        return self._has(select(Person.id).where(Person.login == login, Person.dismissed.is_(None)))

    def unit(self, code: str) -> bool:
        code = code.removeprefix(UNIT)
        if self._many():
            return code in self._all()[1]
        return self._has(select(Unit.id).where(Unit.code == code, Unit.closed.is_(False)))

    def _many(self) -> bool:
        """Whether so many names are asked after that all are read at once."""
        self._asked += 1
        return self._asked > ONE_BY_ONE

    def _all(self) -> tuple[Collection[str], Collection[str]]:
        if self._named is None:
            logins = self._work.session.scalars(select(Person.login).where(Person.dismissed.is_(None)))
            codes = self._work.session.scalars(select(Unit.code).where(Unit.closed.is_(False)))
            self._named = frozenset(logins), frozenset(codes)
        return self._named

    def file(self, id: str) -> bool:
        return self._has(
            select(Attachment.id).where(
                Attachment.id == id, Attachment.document_id == self._document, ~Attachment.removed
            )
        )

    def options(self, key: str) -> Collection[str]:
        """The values of a list that lives in the desks: journals, cases."""
        if key == "journals":
            return set(self._work.session.scalars(select(Journal.code)))
        if key == "cases":
            return set(self._work.session.scalars(select(Dossier.index)))
        return ()

    def _has(self, query: object) -> bool:
        return self._work.session.scalar(query) is not None  # type: ignore[call-overload]


def begun(work: Work, document: Document, form: Form) -> dict[str, Any]:
    """What the form of a task begins with: what is known of the document, and for a registration card the kind's own."""
    kind = version(work, document.version_id).kind
    card = {**kind.card_of(document.answers), "language": document.language}
    unit = document.added.get("executor_unit")
    known = {**document.answers, **card, **({"executors": [unit]} if unit else {}), **document.added}
    return forms.defaults(form, {key: value for key, value in known.items() if value is not None})
