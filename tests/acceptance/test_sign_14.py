"""Sign 14 (domain 6.10): every label, letter and file is complete in Kazakh and in Russian."""

import re

import pytest

from engine.catalogue.queries import current
from engine.notices.letters import LETTERS
from engine.notices.sentences import SENTENCES
from engine.office import OFFICE, papers
from engine.phrases import say
from tests.house.sentences import gather, missing
from tests.offices import House
from tests.validators import pdftotext


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_sign_14_every_sentence_label_and_letter_is_said_in_kazakh_and_russian(language: str) -> None:
    assert missing(language, gather()) == []
    letters = [text for one in LETTERS.values() for text in (one.subject, *one.lines, one.button)]
    told = [one for one in (*SENTENCES.values(), *letters) if re.search("[A-Za-z]{3}", re.sub(r"{.*?}", "", one))]
    assert len(told) > 40
    assert [one for one in told if say(one, language) == one] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", ["memo", "order", "trip"])
def test_sign_14_every_label_of_the_three_kinds_is_said_in_kazakh_and_russian(
    quick_house: House, name: str, language: str
) -> None:
    with quick_house.office.look(OFFICE) as work:
        kind = current(work, name).kind

    steps = list(kind.diagram.persons())
    said = [kind.texts("title", language), *(kind.step_name(one.id, language) for one in steps)]
    said += [kind.outcome_label(one.id, outcome.id, language) for one in steps for outcome in one.outcomes]
    said += [form.label(field, language) for form in kind.forms.values() for field in form.all()]

    assert len(said) > 30
    assert [one for one in said if not re.search("[а-яёәғқңөұүһі]", one.lower())] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("ҚЫЗМЕТТІК ЖАЗБА", "Факультет деканы", "жылғы")),
        ("ru", ("СЛУЖЕБНАЯ ЗАПИСКА", "Декан факультета", "года")),
    ],
)
def test_sign_14_the_file_and_the_sheet_are_whole_in_kazakh_and_russian(
    small_house: House, language: str, words: tuple[str, ...]
) -> None:
    house = small_house
    paper = house.as_("teacher").writes(language=language)
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    house.as_("registrar").completes("register", level="simple")

    frozen = paper.view().rendition
    assert frozen is not None
    text = " ".join(pdftotext(house.office.tools.files.get(frozen.latest)).split())
    sheet = papers.sheet(house.office, house.actor("teacher"), paper.id, "approval", language)
    told = " ".join(pdftotext(house.office.tools.files.get(sheet.sha256)).split())

    assert [one for one in words if one not in text] == []
    assert ("Келісу парағы" if language == "kk" else "Лист согласования").lower() in told.lower()
    assert [one for one in ("Approve", "Signed", "Expected", "{", "None") if one in text + told] == []
