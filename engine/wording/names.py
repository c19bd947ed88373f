"""Names of people: `names` is {language: {family, given, patronymic}}, as a person's row keeps them."""

from collections.abc import Mapping

from engine.texts import LANGUAGES, Text

_NEAREST = {"kk": ("ru", "ky"), "ky": ("ru", "kk"), "ru": ("kk", "ky"), "en": ("ru", "kk")}
_HARD_SPACE = "\N{NO-BREAK SPACE}"

Name = Mapping[str, str]


def person_name(names: Mapping[str, Name], language: str, form: str = "family_first") -> str:
    """The short name: «Сеитова Д. К.» (`family_first`, in lists) or «Д.К. Сеитова» (`initials_first`, under texts)."""
    name = _in(names, language)
    family, initials = _part(name, "family"), [_initial(_part(name, part)) for part in ("given", "patronymic")]
    initials = [initial for initial in initials if initial]
    if form == "initials_first":
        joint = _HARD_SPACE if language == "en" else ""
        return _HARD_SPACE.join(piece for piece in (joint.join(initials), family) if piece)
    return _HARD_SPACE.join(piece for piece in (family, *initials) if piece)


def name_in_each(names: Mapping[str, Name]) -> Text:
    """The short name as each language writes it, for sentences that several people read."""
    return {language: person_name(names, language) for language in LANGUAGES}


def full_name(names: Mapping[str, Name], language: str) -> str:
    """Family name, given name, patronymic; in English the given name first."""
    name = _in(names, language)
    order = ("given", "patronymic", "family") if language == "en" else ("family", "given", "patronymic")
    return " ".join(piece for piece in (_part(name, part) for part in order) if piece)


def _in(names: Mapping[str, Name], language: str) -> Name:
    for tried in (language, *_NEAREST.get(language, ()), *LANGUAGES):
        found = names.get(tried)
        if found:
            return found
    return {}


def _part(name: Name, part: str) -> str:
    return str(name.get(part) or "").strip()


def _initial(word: str) -> str:
    """«Қанатқызы» → «Қ.», «Асан уулу» → «А.», «Анна-Мария» → «А.-М.»."""
    first = word.split(maxsplit=1)[0] if word.split() else ""
    return "-".join(f"{half[0].upper()}." for half in first.split("-") if half)
