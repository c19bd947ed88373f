"""What people are told outside any page, in their language: the catalogues that the pages are translated with."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel.messages.pofile import read_po

from engine.config import ROOT
from engine.errors import fill
from engine.texts import worded

CATALOGUES = ROOT / "webui" / "translations"


def say(template: str, language: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence in that language (English is the key) with its places filled; untranslated as it is."""
    return fill(_catalogue(language).get(template) or template, worded(facts or {}, language))


@lru_cache
def _catalogue(language: str) -> Mapping[str, str]:
    """Every sentence without plural forms; of two translations the first file's stands, as in the pages."""
    found: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                _keep(found, message)
    return found


def _keep(found: dict[str, str], message: Any) -> None:
    if isinstance(message.id, str) and message.id and message.string:
        found.setdefault(message.id, str(message.string))
