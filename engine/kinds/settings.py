"""kind.yaml, read whole: every key, typed, with all that is wrong with it."""

from collections.abc import Mapping

from engine.kinds.filing import read_filing, read_journals
from engine.kinds.kind import Printed, Settings, Start
from engine.kinds.labels import ACCESS, PURPOSES, STRENGTH
from engine.kinds.rules import Rule, RuleRefused, read_rule
from engine.kinds.sheet import Sheet
from engine.texts import LANGUAGES, Text

KEYS = tuple(
    "kind title description purpose owner written_in start people own_document rounds titles language languages routing requisites rendition "
    "signers registrar executors checks levels journal journals case retention_years access sample".split()
)
EVERYONE = "everyone"
NAME = "[a-z][a-z0-9_]{1,39}"


def read_settings(sheet: Sheet) -> Settings:
    """The settings as far as they can be told; what is wrong is kept on the sheet."""
    if not isinstance(sheet.plain.value, dict):
        sheet.wrong((), "Expected kind.yaml to begin with names and values, but it does not.")
    sheet.known((), KEYS)
    filed = read_filing(sheet)
    return Settings(
        name=sheet.text(("kind",), required=True, most=40),
        title=sheet.texts(("title",), required=True),
        purpose=sheet.choice(("purpose",), PURPOSES, "ask", required=True),
        description=sheet.texts(("description",)),
        owner=sheet.text(("owner",)),
        written_in=sheet.choice(("written_in",), LANGUAGES, "ru"),
        start=_start(sheet),
        people=_people(sheet),
        own_document=_choices(sheet, "own_document", ("skip", "up")),
        repeat=_repeat(sheet),
        titles=_titles(sheet),
        language=sheet.text(("language",)),
        languages=_languages(sheet),
        routing=sheet.words(("routing",)),
        requisites=sheet.words(("requisites",)),
        rendition=_printed(sheet),
        signers=sheet.words(("signers",)),
        registrar=sheet.text(("registrar",)),
        executors=sheet.text(("executors",)),
        checks=_choices(sheet, "checks", ("refuse", "warn")),
        levels=_choices(sheet, "levels", STRENGTH),
        filed=filed,
        journals=read_journals(sheet, filed),
        access=sheet.choice(("access",), ACCESS, "route"),
        sample_file=sheet.text(("sample",)),
    )


def _start(sheet: Sheet) -> Start:
    sheet.mapping(("start",), required=True)
    sheet.known(("start",), ("form", "who"))
    who = sheet.words(("start", "who"))
    return Start(sheet.text(("start", "form"), required=True), tuple(one for one in who if one != EVERYONE))


def _people(sheet: Sheet) -> Mapping[str, Rule]:
    found: dict[str, Rule] = {}
    for lane in sheet.mapping(("people",), required=True):
        text = sheet.text(("people", lane), required=True)
        try:
            if text:
                found[lane] = read_rule(text)
        except RuleRefused as refused:
            sheet.wrong(("people", lane), refused.template, **refused.facts)
    return found


def _choices(sheet: Sheet, key: str, allowed: tuple[str, ...]) -> Mapping[str, str]:
    found = {step: sheet.choice((key, step), allowed, required=True) for step in sheet.mapping((key,))}
    return {step: word for step, word in found.items() if word}


def _repeat(sheet: Sheet) -> str:
    sheet.mapping(("rounds",))
    sheet.known(("rounds",), ("repeat",))
    return sheet.choice(("rounds", "repeat"), ("all", "changed"), "all")


def _titles(sheet: Sheet) -> Text:
    return sheet.texts(("titles",), required=True)


def _languages(sheet: Sheet) -> tuple[str, ...]:
    found = sheet.words(("languages",))
    for at, one in enumerate(found):
        if one not in LANGUAGES:
            sheet.wrong(
                ("languages", at), "Expected one of {known}, but found {found}.", known=", ".join(LANGUAGES), found=one
            )
    return tuple(one for one in found if one in LANGUAGES) or LANGUAGES


def _printed(sheet: Sheet) -> Printed:
    sheet.known(("rendition",), ("template", "style", "label"))
    label = {
        step: sheet.text(("rendition", "label", step), required=True) for step in sheet.mapping(("rendition", "label"))
    }
    sheet.mapping(("rendition",))
    return Printed(sheet.text(("rendition", "template")), sheet.text(("rendition", "style")), label)
