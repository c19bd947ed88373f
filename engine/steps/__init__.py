"""The verbs a diagram may ask for: one file each, one line here."""

from collections.abc import Mapping

from engine.steps import (
    apply_signature,
    assign_number,
    close_rendition,
    file_away,
    keep_answers,
    make_rendition,
    read_calendar,
    remind,
    start_document,
)
from engine.steps.verb import Later, Verb

VERBS: Mapping[str, Verb] = {
    verb.shape.name: verb
    for verb in (
        make_rendition.VERB,
        apply_signature.VERB,
        assign_number.VERB,
        close_rendition.VERB,
        file_away.VERB,
        start_document.VERB,
        keep_answers.VERB,
        read_calendar.VERB,
        remind.VERB,
    )
}

__all__ = ["VERBS", "Later", "Verb"]
