"""Bodies of calls that step into a document on its way."""

from pydantic import Field

from webui.api.bodies import Body, Comment, Short


class Reason(Body):
    """Why."""

    reason: Comment = Field(description="Why; those who take part read it")


class SentBack(Reason):
    """Where a document goes back to."""

    step: Short = Field(description="One of the run's `targets`", examples=["approve_chair"])
