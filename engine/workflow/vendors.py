"""Translates simple conditions of other programs (`${approved && x > 3}`, `= decision = "yes"`) into our language."""

import re

from engine.workflow.expressions import expression_error

_JUEL = re.compile(r"\A[$#]\{(.*)\}\Z", re.DOTALL)
_XPATH = re.compile(r"""bpmn:getDataObject\(\s*(?:'([^'"]*)'|"([^'"]*)")\s*\)""")
_TOKEN = re.compile(r"""'[^'\\]*'|"[^"\\]*"|[^\W\d]\w*|&&|\|\||[!=<>]=|[!=]|.""", re.DOTALL)
_WORDS = {
    "&&": "and", "||": "or", "!": "not", "=": "==", "true": "True", "false": "False", "null": "None",
    "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "empty": "is_empty", "then": "THEN",
}  # fmt: skip


def is_foreign(text: str, language: str = "") -> bool:
    """Whether the text is written in another program's language (JUEL, FEEL or XPath)."""
    tagged = any(mark in language.lower() for mark in ("feel", "xpath"))
    return (
        bool(_JUEL.match(text))
        or (text.startswith("=") and not text.startswith("=="))
        or tagged
        or "bpmn:getDataObject" in text
    )


def translated(text: str) -> str | None:
    """The same in our language, or None where it says more than ours can."""
    juel = _JUEL.match(text)
    inner = juel[1] if juel else text.removeprefix("=")
    inner = _XPATH.sub(lambda match: match[1] or match[2] or "", inner)
    said = " ".join(_WORDS.get(token, token) for token in _TOKEN.findall(inner) if token.strip())
    said = re.sub(r"\bis_empty ([^\W\d]\w*)", r"is_empty(\1)", said)
    return None if expression_error(said) is not None else said
