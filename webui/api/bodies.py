"""Bodies of requests: what a call takes, no more. Unknown fields are refused."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

Short = Annotated[str, StringConstraints(max_length=200)]
Comment = Annotated[str, StringConstraints(max_length=20_000)]


class Body(BaseModel):
    """Only the named fields, of their own types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewDocument(Body):
    """A draft, or with `submit` straight onto its route. `id` of nothing: ids are given by the office."""

    kind: Short
    answers: dict[str, Any] = {}
    submit: bool = False


class Answers(Body):
    """New answers of the start form."""

    answers: dict[str, Any]


class Said(Body):
    """A comment."""

    comment: Comment = ""


class Nothing(Body):
    """Nothing."""


class Completion(Body):
    """The press of a button."""

    outcome: Short
    answers: dict[str, Any] = {}
    comment: Comment | None = None
    password: Short | None = None
    rendition_sha256: Short | None = None
    level: Short | None = None


class ClockMove(Body):
    """Where the demo's clock goes: `now` (RFC 3339) or `forward` such as "3d", "4h", "30m"."""

    now: Short | None = None
    forward: Short | None = None
