"""Answers about people, units and kinds."""

from typing import Any

from webui.api.answers.base import Answer, FieldProblem, Moment, OutcomeId, Sha256


class PersonLine(Answer):
    """An employee: his code is his login."""

    login: str
    name: str
    post: str
    unit: str


class UnitLine(Answer):
    """A unit of the university; `head` is a login, null while the post is vacant."""

    code: str
    name: str
    parent: str | None
    head: str | None
    type: str


class PersonFields(Answer):
    """What is known of an employee, with the `version` a change carries."""

    login: str
    names: dict[str, dict[str, str]]
    number: str | None
    email: str | None
    phone_work: str | None
    phone_mobile: str | None
    version: int


class UnitFields(Answer):
    """A unit as it is kept, with the `version` a change carries."""

    code: str
    type: str
    name: dict[str, str]
    index: str
    parent: str | None
    version: int


class ImportChange(Answer):
    """What a line changes in a column."""

    column: str
    before: str
    after: str


class ImportLine(Answer):
    """A line of the file; `state` is added, changed, unchanged or refused."""

    line: int
    state: str
    login: str
    changes: list[ImportChange]
    problems: list[FieldProblem]
    doubtful: bool


class PeopleImport(Answer):
    """A file of people; `state` is shown, going, done or stopped; `counts` are lines by what they do, `over` unknown columns."""

    id: str
    name: str
    at: Moment
    by: str
    state: str
    done: int
    total: int
    shown: Sha256
    counts: dict[str, int]
    over: list[str]
    lines: list[ImportLine]
    next: str | None


class SubstitutionLine(Answer):
    """Who stands for whom; `when` is now, coming or past."""

    id: int
    version: int
    absent: str
    substitute: str
    since: str
    until: str
    basis: str
    may_sign: bool
    when: str


class Me(Answer):
    """Who calls; `substitutes_for` are the logins of those whose tasks come to him now."""

    login: str
    name: str
    posts: list[str]
    units: list[str]
    roles: list[str]
    language: str
    substitutes_for: list[str]


class StepLine(Answer):
    """A step of a kind's diagram that a person does."""

    id: str
    name: str
    outcomes: list[OutcomeId]


class KindLine(Answer):
    """A kind; `form` is the start form as form-js JSON, `sample` a body for `POST /documents`."""

    kind: str
    title: str
    description: str
    purpose: str
    version: int
    outcomes: list[OutcomeId]
    steps: list[StepLine]
    form: dict[str, Any]
    sample: dict[str, Any]
