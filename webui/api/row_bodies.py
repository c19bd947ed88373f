"""What calls about the table of a route take."""

from pydantic import Field

from webui.api.bodies import Body, Short


class RowTerm(Body):
    """How long a step may take; nothing given: no term."""

    amount: int = Field(0, description="How many", ge=0, le=10_000)
    unit: Short = Field("", description="hour (working), workday, day")
    answer: Short = Field("", description="Field with the day it ends on; goes before the amount")
    remind: bool = Field(True, description="Whether the office reminds and tells who stands above")


class RowButton(Body):
    """A button of a step."""

    id: Short = Field(description="Its outcome", examples=["return"])
    comment: Short = Field("none", description="required, optional, none")
    primary: bool = Field(False, description="Whether it is the main one")


class NewLane(Body):
    """People no lane of the route stands for yet."""

    rule: Short = Field(description="The rule that finds them", examples=['unit("legal")', "head(initiator.unit)"])
    names: dict[str, Short] = Field(description="The lane's names by language", examples=[{"ru": "Юрист"}])


class RowChanged(Body):
    """What a row of the route shall say; what is not given stays."""

    version: int = Field(description="The draft's version that was seen", ge=1)
    names: dict[str, Short] | None = Field(None, description="By language; those left out stay")
    lane: Short = Field("", description="Another lane that does it")
    new_lane: NewLane | None = Field(None, description="A lane to be made that does it")
    form: Short | None = Field(None, description="`shared:…` or a form of the kind; empty: none")
    level: Short | None = Field(None, description="click, simple, certificate")
    term: RowTerm | None = Field(None, description="The term")
    buttons: list[RowButton] | None = Field(None, description="All its buttons in their order", max_length=20)


class ApproverInserted(Body):
    """Who is put into the route, and where."""

    version: int = Field(description="The draft's version that was seen", ge=1)
    place: Short = Field(description="before, after, beside (a way of its own, where ways run at once)")
    lane: Short = Field("", description="The lane he stands in")
    new_lane: NewLane | None = Field(None, description="A lane to be made for him")
    names: dict[str, Short] = Field({}, description="Name of his step by language; empty: to approve the document")
    form: Short = Field("shared:approve", description="The form he sees")
    level: Short = Field("click", description="click, simple, certificate")
    term: RowTerm | None = Field(None, description="His term; absent: a working day")


class RowDropped(Body):
    """A step taken out."""

    version: int = Field(description="The draft's version that was seen", ge=1)
