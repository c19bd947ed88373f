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


class RowChanged(Body):
    """What a row of the route shall say; what is not given stays."""

    version: int = Field(description="The draft's version that was seen", ge=1)
    names: dict[str, Short] | None = Field(None, description="By language; those left out stay")
    form: Short | None = Field(None, description="`shared:…` or a form of the kind; empty: none")
    level: Short | None = Field(None, description="click, simple, certificate")
    term: RowTerm | None = Field(None, description="The term")
    buttons: list[RowButton] | None = Field(None, description="All its buttons in their order", max_length=20)
