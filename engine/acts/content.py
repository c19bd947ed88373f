"""What a document's answers make of it: title, language; and whether they can be printed."""

from typing import Any

from engine import rendering
from engine.errors import FieldProblem, Invalid
from engine.kinds import Kind


def title_of(kind: Kind, answers: dict[str, Any]) -> str:
    """The document's title, in the document's language."""
    return kind.title_of(answers, language_of(kind, answers))


def titles_of(kind: Kind, answers: dict[str, Any]) -> dict[str, str]:
    """The titles in the other languages where they differ from the document's own."""
    return kind.titles_of(answers, title_of(kind, answers))


def language_of(kind: Kind, answers: dict[str, Any]) -> str:
    """The language the document is made in: an answer's, else the kind's first."""
    chosen = answers.get(kind.language_field) if kind.language_field else None
    return str(chosen) if chosen in kind.languages else kind.languages[0]


def must_print(answers: dict[str, Any]) -> None:
    """Raises Invalid naming the characters the document's fonts lack, by field."""
    problems = [
        FieldProblem(
            key,
            "Expected characters that can be printed, but {characters} cannot.",
            {"characters": " ".join(sorted(missing))},
        )
        for key, value in answers.items()
        if isinstance(value, str) and (missing := rendering.missing_characters(value))
    ]
    if problems:
        raise Invalid(problems)
