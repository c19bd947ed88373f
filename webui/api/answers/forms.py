"""Answers about the forms of a draft."""

from typing import Any

from webui.api.answers.base import Answer, FieldProblem
from webui.api.answers.registers import KindProblem


class FormUse(Answer):
    """A step that shows a form; an empty step: a document begins with it."""

    step: str
    name: str


class DraftForm(Answer):
    """A form of a draft, or one of all kinds (`shared:<name>`, with the published kinds that show it)."""

    name: str
    fields: int
    uses: list[FormUse]
    kinds: list[str]
    problems: list[KindProblem]


class FormChecked(Answer):
    """What is wrong with a form by itself."""

    ready: bool
    problems: list[KindProblem]


class FormTried(Answer):
    """A form with answers: the paths of the fields that are asked, what would be refused, and the fields as HTML in that language."""

    answers: dict[str, Any]
    visible: list[str]
    problems: list[FieldProblem]
    html: str
