"""Reads a file of plain data value by value and keeps everything that is wrong with it."""

import difflib
from collections.abc import Collection, Mapping
from typing import Any

from engine.errors import KindProblem
from engine.kinds.plain import Path, Plain
from engine.texts import LANGUAGES, Text

LONGEST_TEXT = 1000


class Sheet:
    """Keeps a file's data and the problems found in it. Every `take` names the path it is about."""

    def __init__(self, plain: Plain, place: str) -> None:
        self.plain = plain
        self.place = place
        self.problems: list[KindProblem] = []

    def wrong(self, path: Path, template: str, **facts: object) -> None:
        """Keeps an error at that path."""
        self._keep(path, template, facts, "error")

    def warn(self, path: Path, template: str, **facts: object) -> None:
        """Keeps a warning at that path."""
        self._keep(path, template, facts, "warning")

    def _keep(self, path: Path, template: str, facts: Mapping[str, object], severity: str) -> None:
        element = ".".join(str(one) for one in path)
        name = f"line {self.plain.line(path)}"
        self.problems.append(KindProblem(self.place, template, {"key": element, **facts}, element, name, severity))

    def value(self, path: Path) -> Any:
        """What stands at the path, or None."""
        found: Any = self.plain.value
        for one in path:
            if isinstance(found, dict):
                found = found.get(str(one))
            elif isinstance(found, list) and isinstance(one, int) and one < len(found):
                found = found[one]
            else:
                return None
        return found

    def known(self, path: Path, keys: Collection[str]) -> None:
        """Keeps a problem for every name at the path that is not one of these, with the nearest one as a hint."""
        found = self.value(path)
        for key in found if isinstance(found, dict) else ():
            if key not in keys:
                near = difflib.get_close_matches(key, list(keys), 1, 0.6)
                sentence = "Expected one of {known}, but found {found}. Did you mean {hint}?"
                if not near:
                    sentence = "Expected one of {known}, but found {found}."
                self.wrong((*path, key), sentence, known=", ".join(keys), found=key[:80], hint=near[0] if near else "")

    def mapping(self, path: Path, *, required: bool = False) -> dict[str, Any]:
        """The mapping at the path; empty when there is none."""
        return (
            self._typed(path, dict, "Expected names with values under {key}, but found something else.", required) or {}
        )

    def text(self, path: Path, default: str = "", *, required: bool = False, most: int = LONGEST_TEXT) -> str:
        """The text at the path; numbers are taken as they are written."""
        found = self.value(path)
        if isinstance(found, int | float) and not isinstance(found, bool):
            found = str(found)
        if found is None:
            self._missing(path, required)
            return default
        if not isinstance(found, str) or not found.strip() or len(found) > most:
            self.wrong(path, "Expected a text of 1 to {most} characters at {key}, but found something else.", most=most)
            return default
        return found.strip()

    def choice(self, path: Path, allowed: Collection[str], default: str = "", *, required: bool = False) -> str:
        """One of the allowed words."""
        found = self.text(path, default, required=required)
        if found and found not in allowed:
            self.wrong(
                path,
                "Expected {key} to be one of {known}, but found {found}.",
                known=", ".join(allowed),
                found=found[:80],
            )
            return default
        return found

    def texts(self, path: Path, *, required: bool = False) -> Text:
        """A text in the four languages; one plain text stands for all of them."""
        found = self.value(path)
        if isinstance(found, str) and found.strip():
            return dict.fromkeys(LANGUAGES, found.strip())
        if found is None:
            self._missing(path, required)
            return {}
        if not isinstance(found, dict):
            self.wrong(path, "Expected a text by language at {key}, but found something else.")
            return {}
        self.known(path, LANGUAGES)
        said = {language: self.text((*path, language)) for language in LANGUAGES if language in found}
        lacking = [language for language in LANGUAGES if not said.get(language)]
        if lacking:
            self.warn(path, "Expected {key} in {languages} too, but it is missing.", languages=", ".join(lacking))
        return {language: text for language, text in said.items() if text}

    def words(self, path: Path) -> tuple[str, ...]:
        """A list of words; one plain word is a list of one."""
        found = self.value(path)
        if found is None:
            return ()
        if not isinstance(found, list):
            return (self.text(path),) if self.text(path) else ()
        return tuple(word for at in range(len(found)) if (word := self.text((*path, at), required=True)))

    def number(self, path: Path, low: int, high: int) -> int | None:
        """A whole number within bounds; None where nothing stands."""
        found = self.value(path)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            self.wrong(
                path, "Expected {key} to be a whole number from {low} to {high}, but it is not.", low=low, high=high
            )
            return None
        return found

    def _typed(self, path: Path, type: type, template: str, required: bool) -> Any:
        found = self.value(path)
        if found is None:
            self._missing(path, required)
        elif not isinstance(found, type):
            self.wrong(path, template)
            return None
        return found

    def _missing(self, path: Path, required: bool) -> None:
        if required:
            self.wrong(path, "Expected {key}, but it is missing.")
