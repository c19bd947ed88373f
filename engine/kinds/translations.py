"""translations.yaml: what is drawn, what stands on buttons and what the template prints, in the four languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.kinds.sheet import Sheet
from engine.texts import Text


@dataclass(frozen=True)
class Translations:
    """Texts by language: of the diagram's elements by id, of the template by key, of outcomes by `step.outcome`."""

    diagram: Mapping[str, Text] = field(default_factory=dict)
    template: Mapping[str, Text] = field(default_factory=dict)
    outcomes: Mapping[str, Text] = field(default_factory=dict)


def read_translations(sheet: Sheet) -> Translations:
    """The translations as far as they can be told; what is wrong is kept on the sheet."""
    sheet.known((), ("diagram", "template", "outcomes"))
    return Translations(
        *(
            {key: _partial(sheet, part, key) for key in sheet.mapping((part,))}
            for part in ("diagram", "template", "outcomes")
        )
    )


def _partial(sheet: Sheet, part: str, key: str) -> Text:
    # The language in which things are drawn stands in the diagram itself, so it may be missing here.
    if part != "diagram":
        return sheet.texts((part, key), required=True)
    found = len(sheet.problems)
    texts = sheet.texts((part, key), required=True)
    sheet.problems[found:] = [one for one in sheet.problems[found:] if one.severity == "error"]
    return texts
