"""The verbs a diagram may ask for: one file each, one line here."""

from collections.abc import Mapping

from engine.steps import apply_signature, assign_number, close_rendition, file_away, make_rendition
from engine.steps.verb import Later, Verb

VERBS: Mapping[str, Verb] = {
    verb.shape.name: verb
    for verb in (make_rendition.VERB, apply_signature.VERB, assign_number.VERB, close_rendition.VERB, file_away.VERB)
}

__all__ = ["VERBS", "Later", "Verb"]
