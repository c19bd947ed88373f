"""Bodies of requests: what a call takes, no more. Unknown fields are refused."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Short = Annotated[str, StringConstraints(max_length=200)]
Comment = Annotated[str, StringConstraints(max_length=20_000)]


class Body(BaseModel):
    """Only the named fields, of their own types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewDocument(Body):
    """A draft, or with `submit` straight onto its route."""

    kind: Short = Field(description="The kind's name, from `GET /kinds`", examples=["memo"])
    answers: dict[str, Any] = Field({}, description="Answers of the kind's start form, by field")
    submit: bool = Field(False, description="Whether to send it at once")


class Answers(Body):
    """New answers of the start form: all of them, not only what changed."""

    answers: dict[str, Any]


class Said(Body):
    """A comment."""

    comment: Comment | None = None


class Happening(Body):
    """What is told to a document on its way."""

    answers: dict[str, Any] = Field({}, description="Answers of the event's form")
    comment: Comment | None = None


class Nothing(Body):
    """No fields; the body may be empty."""


class Completion(Body):
    """The press of a button."""

    outcome: Short = Field(description="One of the task's `outcomes`", examples=["approve"])
    answers: dict[str, Any] | None = Field(
        None, description="Answers of the task's form; what is left out stays as prefilled"
    )
    comment: Comment | None = Field(None, description="Why; required where the outcome says so")
    password: Short | None = Field(None, description="The caller's password, where the outcome asks for it")
    rendition_sha256: Short | None = Field(None, description="The SHA-256 of the rendition that was shown")
    level: Short | None = Field(None, description="Which signature, where there is a choice: `simple` or `certificate`")


class Handing(Body):
    """Whom a task goes to."""

    to: Short = Field(description="Login of the employee", examples=["hr2"])
    comment: Comment | None = Field(None, description="Why; required when the task is not the caller's")


class OneMore(Body):
    """One more approver."""

    who: Short = Field(description="Login of the employee", examples=["lawyer"])
    comment: Comment | None = None
    order: Short = Field("beside", description="`before`: the task waits for his answer; `beside`: both are waited for")


class Again(Body):
    """An approver of this round who is asked again."""

    who: Short = Field(description="Login of somebody who has approved in this round", examples=["chair"])
    comment: Comment = Field(description="Why")


class DraftBegun(Body):
    """What a draft begins from."""

    origin: Short = Field(
        "", description="Empty: the kind's current version; `blank`: the shortest route; else the kind to copy"
    )
    title: dict[str, Short] = Field({}, description="Title of a new kind, by language", examples=[{"ru": "Справка"}])


class DraftTakenBack(Body):
    """To which save a draft goes back."""

    version: int = Field(description="The draft's version that was seen", ge=1)
    to: int = Field(description="The save", ge=1)


class DraftPublished(Body):
    """Why a draft is published."""

    version: int = Field(description="The draft's version that was seen", ge=1)
    reason: Comment = Field(description="Why, as the change sheet will say (K-12)")


class NewPerson(Body):
    """A new employee; posts and an account are given apart."""

    login: Short = Field(description="Latin letters, digits, dots, dashes", examples=["ospanov"])
    names: dict[str, dict[str, Short]] = Field(
        description="By language: `family`, `given`, `patronymic`", examples=[{"ru": {"family": "Оспанов"}}]
    )
    number: Short | None = Field(None, description="The personal number (IIN or PIN)")
    email: Short | None = None
    phone_work: Short | None = None
    phone_mobile: Short | None = None


class PersonChange(Body):
    """What is known of an employee, as it shall be."""

    names: dict[str, dict[str, Short]] = Field(
        description="By language: `family`, `given`, `patronymic`", examples=[{"ru": {"family": "Оспанов"}}]
    )
    number: Short | None = Field(description="The personal number (IIN or PIN)")
    email: Short | None = Field(description="The e-mail address")
    phone_work: Short | None = Field(description="The work phone")
    phone_mobile: Short | None = Field(description="The mobile phone")
    version: int = Field(description="The `version` the caller saw; another one is refused as stale", ge=0)


class UnitChange(Body):
    """A unit as it shall be."""

    name: dict[str, Short] = Field(description="By language", examples=[{"ru": "Кафедра робототехники"}])
    index: Short = Field(description="The index in registration numbers")
    parent: Short = Field(description="The code of the unit above; empty: none")
    version: int = Field(description="The `version` the caller saw; another one is refused as stale", ge=0)


class LaneSaid(Body):
    """Who sits in a lane of a draft; `version` is the draft that was seen."""

    version: int = Field(ge=1)
    rule: str = Field(max_length=2000)


class ImportBegin(Body):
    """What the caller saw of an import."""

    shown: Short = Field(
        description="`shown` of the answer; when it would do something else now, it is refused as stale"
    )


class NewUnit(Body):
    """A new structural unit."""

    code: Short = Field(description="Latin letters, digits, dots, dashes; it never changes", examples=["robots"])
    type: Short = Field("department", description="university, rectorate, faculty, chair or department")
    name: dict[str, Short] = Field(description="By language", examples=[{"ru": "Кафедра робототехники"}])
    index: Short = Field("", description="The index in registration numbers")
    parent: Short = Field("", description="The code of the unit above")


class NewSubstitution(Body):
    """Who stands for whom, by which order."""

    absent: Short = Field(description="Login of who is away")
    substitute: Short = Field(description="Login of who stands in")
    since: Short = Field(description="The first day", examples=["2026-11-23"])
    until: Short = Field(description="The last day, included", examples=["2026-11-30"])
    basis: Short = Field(description="The order: number and date", examples=["№ 398"])
    may_sign: bool = Field(False, description="Whether he may sign, or only approve")


class SubstitutionEnd(Body):
    """The end of a substitution before its time."""

    last: Short | None = Field(None, description="The last day; left out: it ends at once")
    reason: Short = ""
    version: int | None = Field(None, description="The `version` this follows; another one is refused as stale")


class CalendarDay(Body):
    """What a day of the calendar is to be."""

    works: bool = Field(description="Whether it is a working day")
    hours: Short | None = Field(
        None, description="Its own hours; left out: the usual ones", examples=["09:00-13:00, 14:00-17:00"]
    )
    reason: Comment = Field(description="The decree or order", examples=["№ 123"])
    version: int | None = Field(
        None, description="The calendar's `version` this follows; another one in force is refused as stale"
    )


class FeedRead(Body):
    """Lines of the feed that were read: some of them, or all up to one."""

    ids: list[int] | None = Field(None, description="Ids of lines", max_length=200)
    up_to: int | None = Field(None, description="The newest line that was read; all before it are, too")


class ClockMove(Body):
    """Where the demo's clock goes: one of the two."""

    now: Short | None = Field(None, description="A moment with its zone", examples=["2026-11-24T10:00:00+05:00"])
    forward: Short | None = Field(None, description="A span in days, hours, minutes or seconds", examples=["3d", "4h"])


class NewCase(Body):
    """A case of the nomenclature."""

    index: Short = Field(description="Index of the case", examples=["05-07"])
    title: dict[str, Short] = Field(description="Its title by language; `kk` and `ru` are needed")
    retention_years: int | None = Field(description="Years its documents are kept; null: permanently", examples=[75])


class CaseChange(Body):
    """A case as it shall be."""

    title: dict[str, Short] = Field(description="Its title by language; `kk` and `ru` are needed")
    retention_years: int | None = Field(description="Years its documents are kept; null: permanently")
    version: int = Field(description="The `version` the caller saw", ge=0)


class Filing(Body):
    """Where a registered document is kept and how long."""

    case: Short = Field(description="Index of the case", examples=["05-07"])
    retention_years: int | None = Field(description="Years it is kept; null: permanently")
    reason: Comment | None = Field(None, description="Why; required once the number is sealed")
    seen: Short = Field(description="`seen` of the answer the caller saw")


class PaperPlace(Body):
    """Where a paper duplicate lies."""

    place: Comment = Field(description="Room, cabinet, folder, sheets")


class DueRequest(Body):
    """Another term for one's task."""

    due: Short = Field(description="The day it shall end on", examples=["2026-12-18"])
    reason: Comment = Field(description="Why")


class DueAnswer(Body):
    """The term is moved."""

    due: Short | None = Field(None, description="Another day than the one asked for", examples=["2026-12-21"])
    comment: Comment | None = Field(None, description="A remark")


class DueRefusal(Body):
    """The term stays."""

    comment: Comment = Field(description="Why")


class Excuse(Body):
    """Why a person of a list is not acquainted."""

    reason: Comment = Field(description="On leave, sick, refused with an act, …")


class DocumentsMoved(Body):
    """Which running documents follow to which version, and why."""

    to: int = Field(description="The version", ge=1)
    documents: list[Short] | None = Field(None, description="Their ids; absent: all on other versions", max_length=1000)
    reason: Comment = Field(description="Why, as those read whose tasks go", max_length=500)


class MoveUndone(Body):
    """What goes back to how it stood."""

    document: Short = Field("", description="Its id; empty: every document nobody has acted on since")


class FormTaken(Body):
    """Which draft takes a form of all kinds as its own."""

    version: int = Field(description="The draft's version that was seen", ge=1)


class FormWritten(Body):
    """A form, as its file says it."""

    content: dict[str, Any] | None = Field(None, description="The form-js JSON; absent: the draft's saved form")


class FormTrial(Body):
    """A form to be tried, and with what."""

    content: dict[str, Any] | None = Field(None, description="The form-js JSON; absent: the draft's saved form")
    answers: dict[str, Any] | None = Field(None, description="Answers by field; absent: plausible ones")
    language: Short = Field("", description="`kk`, `ru`, `ky` or `en`; empty: the caller's")
