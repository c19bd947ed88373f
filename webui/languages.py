"""The interface's languages: catalogues merged at start, the language of a request, and `_()`.

The English sentence is the key. A catalogue is every `translations/<language>/*.po` read into one.
"""

import gettext as gnu
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, mofile, pofile
from flask import Flask, current_app, g, has_request_context, request
from flask_login import current_user

from engine.errors import fill
from engine.texts import LANGUAGES, worded

FOLDER = Path(__file__).parent / "translations"
COOKIE = "bagyt-language"
NATIVE = {"kk": "Қазақша", "ru": "Русский", "ky": "Кыргызча", "en": "English"}
FIRST = "kk"


def read_catalogue(language: str, folder: Path = FOLDER, *, strict: bool = False) -> Catalog:
    """Every .po file of the language in one catalogue; of two translations of one sentence the first file's stands.

    Raises ValueError on two different translations when `strict`.
    """
    merged = Catalog(locale=language)
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for message in pofile.read_po(file, locale=language):
                if message.id:
                    _merge(merged, message, path if strict else None)
    return merged


def _merge(merged: Catalog, message: Any, path: Path | None) -> None:
    key = message.id[0] if isinstance(message.id, list | tuple) else message.id
    known = merged.get(key)
    if path and known and known.string and message.string and known.string != message.string:
        raise ValueError(f"Expected one translation of {key!r}, but {path} gives another: {message.string!r}.")
    if known is None or not known.string:
        merged.add(message.id, message.string, flags=message.flags)


def read_all(folder: Path = FOLDER) -> Mapping[str, gnu.NullTranslations]:
    """The translations of every language; English speaks for itself."""
    return {language: _compiled(read_catalogue(language, folder)) for language in LANGUAGES if language != "en"} | {
        "en": gnu.NullTranslations()
    }


def _compiled(catalogue: Catalog) -> gnu.NullTranslations:
    packed = BytesIO()
    mofile.write_mo(packed, catalogue)
    packed.seek(0)
    return gnu.GNUTranslations(packed)


def language() -> str:
    """The language of this request: the person's choice, else the cookie, else the browser's, else Kazakh."""
    if not has_request_context():
        return FIRST
    if "language" not in g:
        g.language = _chosen()
    return str(g.language)


def _chosen() -> str:
    mine = getattr(current_user, "language", None)
    for wanted in (mine, request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    return request.accept_languages.best_match(LANGUAGES) or FIRST


def say(template: str, tongue: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence in that language with its places filled."""
    return fill(_translations(tongue).gettext(template), worded(facts or {}, tongue))


def _(template: str, **facts: object) -> str:
    """The sentence in the language of this request with its places filled."""
    return say(template, language(), facts)


def ngettext(one: str, many: str, count: int, **facts: object) -> str:
    """The sentence in the form its number asks for; {count} is filled with the number."""
    return fill(_translations(language()).ngettext(one, many, count), {"count": count, **facts})


def N_(template: str) -> str:
    """Marks a sentence for translation where it is only kept; it is said by `_` later."""
    return template


def _translations(tongue: str) -> gnu.NullTranslations:
    found: gnu.NullTranslations = current_app.extensions["catalogues"][tongue]
    return found


def init_app(app: Flask, folder: Path = FOLDER) -> None:
    """Gives templates `_`, `ngettext`, `language` and the list of languages."""
    app.extensions["catalogues"] = read_all(folder)
    app.jinja_env.globals.update(_=_, ngettext=ngettext, language=language, LANGUAGES=NATIVE)
