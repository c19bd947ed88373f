"""Texts a kind still lacks in one of the four languages: warnings to its author."""

from collections.abc import Iterable, Iterator, Mapping

from engine.errors import KindProblem
from engine.forms import Field, Form
from engine.kinds.kind import Settings
from engine.kinds.translations import Translations
from engine.texts import LANGUAGES, Text
from engine.workflow import Diagram


def check_texts(
    settings: Settings, diagram: Diagram, forms: Mapping[str, Form], translations: Translations
) -> list[KindProblem]:
    """A warning for every name of the diagram that some language lacks, and for translations of what is not drawn."""
    found = []
    for id, drawn, own in _drawn(diagram):
        texts = {**({settings.written_in: drawn} if drawn else {}), **translations.diagram.get(id, {}), **own}
        lacking = [language for language in LANGUAGES if not texts.get(language)]
        if drawn and lacking:
            found.append(
                _warning(
                    "process.bpmn",
                    "Expected a name in {languages} too, but it is missing.",
                    id,
                    drawn,
                    languages=", ".join(lacking),
                )
            )
    known = {id for id, _, _ in _drawn(diagram)}
    for id in sorted(set(translations.diagram) - known):
        found.append(
            _warning("translations.yaml", "Expected the id of something drawn, but {found} is none.", id, "", found=id)
        )
    return [*found, *(one for name, form in forms.items() for one in unsaid(name, form))]


def unsaid(name: str, form: Form) -> Iterator[KindProblem]:
    """A warning for every field of a form whose texts some language lacks; choices may be names that are not translated."""
    for field in _every(form.fields):
        said = (field.label, field.help)
        lacking = [language for language in LANGUAGES if any(texts and not texts.get(language) for texts in said)]
        if lacking:
            sentence = "Expected the field's texts in {languages} too (x-i18n), but they are missing."
            yield _warning(f"{name}.form", sentence, field.id, "", languages=", ".join(lacking))


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        yield one
        yield from _every(one.children)


def _drawn(diagram: Diagram) -> Iterator[tuple[str, str, Text]]:
    for lane, name in diagram.lanes.items():
        yield lane, name, {}
    for step in diagram.steps.values():
        yield step.id, step.name, step.names
    for flow in diagram.flows:
        yield flow.id, flow.name, {}


def _warning(place: str, template: str, element: str, name: str, **facts: object) -> KindProblem:
    return KindProblem(place, template, facts, element, name, "warning")
