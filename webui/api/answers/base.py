"""What every answer is made of, and refusals."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engine.documents.commands import STATES
from engine.kinds import OUTCOMES

Moment = Annotated[datetime, Field(description="RFC 3339 with offset")]
State = Annotated[str, Field(json_schema_extra={"enum": list(STATES)})]
OutcomeId = Annotated[str, Field(json_schema_extra={"enum": list(OUTCOMES)})]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Item = TypeVar("Item")


class Answer(BaseModel):
    """Exactly these fields, all of them present."""

    model_config = ConfigDict(extra="forbid")


class Page(Answer, Generic[Item]):
    """A page of a list; `next` is the cursor of the following page, null at the end."""

    items: list[Item]
    next: str | None


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
