"""Nothing of the machine it was written on, nothing secret and nothing left undone is in the project."""

import re

import pytest

from tests.house.sources import texts

# Put together here, so that this page does not find itself.
MACHINE = [
    r"(?<![\w.])/" + r"work/(main|shared|\.)",
    r"/root" + r"/\.",
    r"/home" + r"/[a-z]+/",
    r"/tmp" + r"/(fresh|brief)",
]
REGISTRIES = [
    "pypi" + r"\.org",
    "registry" + r"\.npmjs",
    "repo1" + r"\.maven",
    "deb" + r"\.debian\.org",
    "artifact" + r"registry",
]
SECRETS = [
    "-----BEGIN (RSA |EC |ENCRYPTED )?" + "PRIVATE KEY-----",
    r"AKIA" + r"[0-9A-Z]{16}",
    r"gh[pousr]_" + r"[A-Za-z0-9]{36}",
    r"(?i:api_key|secret_key|auth_token)\s*=\s*[\"'][A-Za-z0-9+/]{20,}",
]
UNDONE = [r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"]
CODE = (".py", ".js", ".css", ".html", ".sh", ".yaml", ".toml")


def _found(patterns: list[str], *endings: str) -> list[str]:
    wanted = re.compile("|".join(patterns))
    return [
        f"{name}:{number} {line.strip()[:100]}"
        for name, text in texts()
        if not endings or name.endswith(endings)
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


@pytest.mark.parametrize(
    "patterns", [MACHINE, REGISTRIES, SECRETS], ids=["paths of a machine", "registry hosts", "secrets"]
)
def test_no_file_tells_of_where_it_was_made(patterns: list[str]) -> None:
    assert not _found(patterns)


def test_no_code_is_left_undone() -> None:
    assert not _found(UNDONE, *CODE)
