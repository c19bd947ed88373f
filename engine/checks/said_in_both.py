"""`said_in_both`: the order is made in Kazakh and in Russian, and the purpose is written in one of them only."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding

LACKS = {
    "kk": "Not in Kazakh: HR writes the purpose when it checks the request, or the order quotes it as it is written.",
    "ru": "Not in Russian: HR writes the purpose when it checks the request, or the order quotes it as it is written.",
}


def _do(asked: Asked) -> Iterator[Finding]:
    for language, sentence in LACKS.items():
        field = f"purpose_{language}"
        if asked.answers.get("language") != language and not str(asked.answers.get(field) or "").strip():
            yield Finding(field, sentence)


CHECK = Check("said_in_both", _do)
