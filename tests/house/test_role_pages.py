"""The page of each role says the words that stand on the screen, and shows a picture of it."""

import json
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from engine.kinds.labels import OUTCOMES, STATES
from tests.house.sources import ROOT

ROLES = (
    *("employee", "teacher", "approver", "signer", "rector", "hr", "accountant", "registrar"),
    *("records-administrator", "executor", "controller", "process-owner", "administrator"),
)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_a_role_names_words_of_the_screen_as_they_are(role, language) -> None:
    text = (ROOT / "docs/roles" / f"{role}.{language}.md").read_text()
    named = set(re.findall(r"\*\*(.+?)\*\*", text))

    assert named
    assert not named - _words(language)
    assert role == "employee" or f"../pictures/{role}.{language}.png" in text


def _words(language: str) -> set[str]:
    """What the screen says in that language."""
    found = {said[language] for said in (*STATES.values(), *OUTCOMES.values())}
    for path in (ROOT / "webui/translations" / language).glob("*.po"):
        with path.open("rb") as content:
            found |= {str(message.string) for message in read_po(content) if isinstance(message.string, str)}
    return found | set(_said_by_forms(language))


def _said_by_forms(language: str) -> Iterator[str]:
    for path in (*ROOT.glob("forms/*.form"), *ROOT.glob("processes/*/*.form")):
        form = json.loads(path.read_text())
        yield from form.get("x-i18n", {}).get(language, {}).values()
        yield from (str(one.get("label", "")) for one in form["components"] if form.get("x-language") == language)
