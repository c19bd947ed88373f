"""What the office's verbs answer in a story when it does not say."""

from engine import numbering
from engine.errors import Invalid
from engine.kinds import Move
from engine.scenario.stage import Stage

FOR_EVER = 1000  # years, as conditions ask it


def numbered(stage: Stage, move: Move | None) -> str:
    """The first number of the journal the document goes to; how long it is kept is known from here on.

    Raises Failed where the journal's pattern cannot be filled.
    """
    filing = stage.kind.filing(stage.answers)
    stage.added["retention_years"] = stage.added.get("retention_years") or filing.retention_years or FOR_EVER
    facts = {
        "unit": {"index": stage.scenario.unit},
        "case": {"index": filing.case.split("-")[-1]},
        "dossier": filing.case,
        "year": stage.now.year,
    }
    if filing.journal is None:
        return ""
    language = str(stage.answers.get(stage.kind.language_field) or stage.kind.languages[0])
    try:
        return numbering.number(filing.journal.numbers.get(language) or filing.journal.number, 1, facts)
    except Invalid as refused:
        raise stage.fail(move, refused.problems[0].template, **refused.problems[0].facts) from None
