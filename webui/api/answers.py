"""What calls answer with: the names and types of the contract. The description for programs is made from these."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engine.documents.commands import STATES
from engine.kinds import OUTCOMES

Moment = Annotated[datetime, Field(description="RFC 3339 with offset")]
State = Annotated[str, Field(json_schema_extra={"enum": list(STATES)})]
OutcomeId = Annotated[str, Field(json_schema_extra={"enum": list(OUTCOMES)})]
Level = Literal["click", "simple", "certificate"]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Item = TypeVar("Item")


class Answer(BaseModel):
    """Exactly these fields, all of them present."""

    model_config = ConfigDict(extra="forbid")


class Page(Answer, Generic[Item]):
    """A page of a list; `next` is the cursor of the following page, null at the end."""

    items: list[Item]
    next: str | None


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


class Task(TaskLine):
    """A task with its form (form-js JSON), what the form begins with, and the levels of signature to choose from."""

    form: dict[str, Any] | None
    answers: dict[str, Any]
    levels: list[str]
    next_number: str | None


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


class Document(DocumentLine):
    """A document; `tasks` are its open tasks, `approvals` the done ones, `may` what the caller may do with it as a whole."""

    kind_version: int
    answers: dict[str, Any]
    access: str
    public_id: str
    sent: Moment | None
    ended: Moment | None
    rendition: Rendition | None
    tasks: list[TaskLine]
    approvals: list[TaskLine]
    links: list[Link]
    attachments: list[Attachment]
    requisites: dict[str, Any]
    incidents: list[Incident]
    may: list[str]


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


class JournalLine(Answer):
    """A journal with the last serial taken this year."""

    code: str
    title: str
    year: int
    last: int
    direction: str


class RegistrationLine(Answer):
    """A line of a journal; `state` is taken (not sealed yet), registered or annulled."""

    number: str
    serial: int
    year: int
    date: date
    document: str
    kind: str
    title: str
    signer: str
    executors: list[str]
    due: date | None
    state: Literal["taken", "registered", "annulled"]
    reason: str | None


class VersionLine(Answer):
    """A published version of a kind."""

    version: int
    sha256: str
    published_at: Moment
    published_by: str
    reason: str
    current: bool


class KindProblem(Answer):
    """One thing wrong with a kind's folder."""

    place: str
    element: str
    name: str
    severity: Literal["error", "warning"]
    message: str


class KindChecked(Answer):
    """What is wrong with a bundle; empty when it may be published."""

    problems: list[KindProblem]


class Publication(Answer):
    """The version a bundle became."""

    kind: str
    version: int
    sha256: str


class Clock(Answer):
    """The moment the installation believes in."""

    now: Moment


class FieldProblem(BaseModel):
    """One thing wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """Why a call was refused (RFC 9457); `problems` names fields where the status is 422."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[FieldProblem] | None = None
