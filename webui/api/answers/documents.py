"""Answers about documents, tasks, signatures and verdicts."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from webui.api.answers.base import Answer, Moment, OutcomeId, Sha256, State
from webui.api.answers.people import PersonLine

Level = Literal["click", "simple", "certificate"]


class Rendition(Answer):
    """The frozen bytes everybody in the round sees; `sha256` is what a decision says it was shown."""

    sha256: Sha256
    url: str
    pages: int
    round: int


class OutcomeLine(Answer):
    """A button: `password` says whether the caller's password is asked for, `leads_to` what follows."""

    id: OutcomeId
    label: str
    comment: Literal["required", "optional", "none"]
    leads_to: list[str]
    password: bool


class TaskDocument(Answer):
    """The document of a task."""

    id: str
    kind: str
    title: str
    number: str | None
    state: State


class AskedAs(Answer):
    """For whom the caller would act."""

    acting_for: PersonLine


class TaskLine(Answer):
    """A task; `step` is the element's id in the diagram, `why` says why it came to these people."""

    id: str
    step: str
    stage: str
    name: str
    state: str
    document: TaskDocument
    round: int
    why: str
    asked_as: AskedAs | None
    due: Moment | None
    overdue: bool
    opened: Moment
    signature_level: Level
    outcomes: list[OutcomeLine]
    rendition: Rendition | None
    queue: bool
    claimed_by: str | None
    candidates: list[str]
    mine: bool
    outcome: str | None
    comment: str | None
    answers: dict[str, Any] | None
    done_at: Moment | None
    done_by: str | None
    acting_for: str | None
    level: str | None
    item: str | None
    asked: str | None
    given_by: str | None


class Handed(Answer):
    """Who has the task now; no word of its document, because whoever hands it over may not be its reader."""

    task: str
    people: list[str]


class Task(TaskLine):
    """A task with its form (form-js JSON), what the form begins with, and the levels of signature to choose from.

    `verbs` are what the caller may do besides completing it: `delegate add_approver return_to reassign release`.
    """

    form: dict[str, Any] | None
    answers: dict[str, Any]
    levels: list[str]
    next_number: str | None
    verbs: list[str]


class Attachment(Answer):
    """A file; `content_part` is true for files of the document itself, false for files of a report."""

    id: str
    number: int
    name: str
    media_type: str
    size: int
    sha256: Sha256
    content_part: bool


class Link(Answer):
    """Another document this one belongs with; `<` before the relation says that it was set from the other side."""

    relation: str
    document: str


class Incident(Answer):
    """A step that cannot go on by itself, and why."""

    step: str
    reason: str


class DocumentLine(Answer):
    """A document in a list."""

    id: str
    kind: str
    title: str
    state: State
    round: int
    number: str | None
    date: Annotated[date | None, Field(description="Of the registration")]
    initiator: str
    unit: str
    created: Moment
    language: str


class ListLine(Answer):
    """The rows of a long list in numbers; `made` of `count` are there already, `done` counts those left out too."""

    step: str
    name: str
    round: int
    count: int
    made: int
    open: int
    done: int


class Document(DocumentLine):
    """A document; `tasks` are its open tasks, `approvals` the done ones, `may` what the caller may do with it as a whole.

    Of a list of more than 50 rows the first 50 and the caller's own are here, the numbers in `lists`; all of them are
    given by `GET /tasks?scope=all&document=…`.
    """

    kind_version: int
    answers: dict[str, Any]
    access: str
    public_id: str
    sent: Moment | None
    ended: Moment | None
    rendition: Rendition | None
    tasks: list[TaskLine]
    approvals: list[TaskLine]
    lists: list[ListLine]
    links: list[Link]
    attachments: list[Attachment]
    requisites: dict[str, Any]
    incidents: list[Incident]
    may: list[str]
    warnings: Annotated[list[str], Field(description="What those who decide should know")]
    events: Annotated[
        list[str], Field(description="What the caller may tell it now: `POST /documents/{id}/events/{name}`")
    ]
    standing: Annotated[str | None, Field(description="`amended` or `repealed` by the document `standing_by`")]
    standing_by: str | None


class DocumentSaid(Document):
    """A document, and whether the automatic steps after the act are done."""

    settled: bool


class Cancelled(Answer):
    """A cancelled document, of which its administrator need not see the content."""

    id: str
    kind: str
    state: State
    number: str | None
    settled: bool


class Completed(Answer):
    """What a completed task led to."""

    document: Document
    next_tasks: list[TaskLine]
    settled: bool


class HistoryLine(Answer):
    """One act of the document's audit chain."""

    number: int
    at: Moment
    actor: str
    acting_for: str | None
    act: str
    object: str
    before: Any
    after: Any


class SignatureLine(Answer):
    """A signature; `state` is asked, put, valid or invalid."""

    id: str
    field: str
    person: PersonLine
    acting_for: PersonLine | None
    level: str
    state: Literal["asked", "put", "valid", "invalid"]
    at: Moment
    rendition_sha256: Sha256
    event_sha256: Sha256
    reason: str | None
    round: int


class Certificate(BaseModel):
    """The facts of a certificate."""

    model_config = ConfigDict(extra="allow")


class SignatureVerdict(Answer):
    """What the check says of one signature or time-stamp."""

    field: str
    verdict: Literal["valid", "invalid", "not_yet_verifiable"]
    level: str
    name: str
    reason: str
    event_sha256: str
    moment: Moment | None
    certificate: Certificate | None
    covers: Literal["whole_file", "revision", "part"]
    certifies: bool
    long_term: bool
    reasons: list[str]


class Verdict(Answer):
    """What the strict check says of a PDF; `reasons` are sentences in the caller's language."""

    verdict: Literal["valid", "invalid", "not_yet_verifiable", "unsigned"]
    long_term: bool
    sha256: Sha256
    checked_at: Moment
    reasons: list[str]
    signatures: list[SignatureVerdict]
