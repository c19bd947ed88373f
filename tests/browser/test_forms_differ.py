"""The server's fields and checks beside the real form-js viewer in Chromium: the same fields shown, the same answers refused.

What we refuse beyond it is listed in STRICTER, as docs/reference/forms.md tells it.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from engine import forms
from engine.errors import Invalid
from engine.forms import Field, Form
from engine.forms.form import SILENT
from tests.browser.differing_forms import every, filled, for_viewer, trials
from tests.engine.forms.making import NOW, Known
from webui.controls import Control
from webui.fields import view

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FEW, MANY = 60, 2_000
FORMS = trials()
STRICTER = {
    "Expected one line, but there are several.": "one line is one line",
    "Expected at most {most} characters, but there are {count}.": "2,000 characters of a line",
    "Expected one of the offered choices, but {value} is none.": "choices that are not offered",
    "Expected a day that has not passed, but it is {value}.": "form-js keeps passed days out of its picker alone",
    "Expected at least {least} rows, but there are {count}.": "how many rows",
    "Expected at most {most} rows, but there are {count}.": "how many rows",
    "Expected at least {least} entries, but there are {count}.": "how many entries",
    "Expected at most {most} entries, but there are {count}.": "how many entries",
    "Expected at least one row, but there is none.": "rows that are required",
}
EMPTY = (None, "", [], {}, False)


@pytest.fixture(scope="module")
def viewer(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with form-js's viewer as the lock names it."""
    bundle = tmp_path_factory.mktemp("viewer") / "viewer.js"
    program = ROOT / "node_modules" / ".bin" / "esbuild"
    source = ["--bundle", "--format=esm", f"--outfile={bundle}", "--log-level=error", str(HERE / "viewer.js")]
    subprocess.run([str(program), *source], cwd=ROOT, check=True)
    page = chromium.new_page()
    page.set_default_timeout(300_000)
    page.add_script_tag(content=bundle.read_text(encoding="utf-8"), type="module")
    page.wait_for_function("window.trial !== undefined")
    yield page
    page.close()


def _places(
    fields: Iterable[Field], raw: object, path: str, indexes: tuple[int, ...]
) -> Iterator[tuple[str, str, Field]]:
    """Every place of a form with these rows: its path here, its name in form-js (id and rows), its field."""
    given: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    for one in fields:
        name = f"{path}{one.key or one.id}"
        yield name, "|".join(map(str, [one.id, *indexes])), one
        if one.loose:
            yield from _places(one.children, raw, path, indexes)
        elif one.type == "group":
            yield from _places(one.children, given.get(one.key), f"{name}.", indexes)
        elif one.type == "dynamiclist":
            for at, row in enumerate(given.get(one.key) or []):
                yield from _places(one.children, row, f"{name}[{at}].", (*indexes, at))


def _drawn(controls: Iterable[Control], asked: bool = True) -> Iterator[str]:
    """The names of the fields a page shows, given these answers."""
    for one in controls:
        here = asked and not one.unasked
        if here:
            yield one.name
        yield from _drawn(one.children, here)
        for row in one.rows:
            yield from _drawn(row, here)


def _refused(form: Form, raw: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """The sentences against each path, and the kept answers."""
    try:
        return {}, forms.check(form, raw, Known(), now=NOW)
    except Invalid as refused:
        found: dict[str, list[str]] = {}
        for one in refused.problems:
            found.setdefault(one.field, []).append(one.template)
        return found, {}


def _bare(value: Any) -> Any:
    """Answers without what says nothing."""
    if isinstance(value, dict):
        inner = {key: _bare(one) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one not in EMPTY}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value.strip() and value if isinstance(value, str) else value


def _blank(value: object) -> bool:
    return isinstance(value, str) and value != "" and not value.strip()


def _at(raw: Any, path: str) -> Any:
    for part in re.findall(r"\w+", path):
        raw = raw[int(part)] if isinstance(raw, list) else (raw or {}).get(part)
    return raw


def differences(form: Form, raw: dict[str, Any], told: Mapping[str, Any]) -> list[str]:
    """What the house and form-js say differently of these answers, beyond what we refuse on purpose."""
    places = {path: (name, one) for path, name, one in _places(form.fields, raw, "", ())}
    names = {name: path for path, (name, _one) in places.items()}
    silent = {path for path, (_name, one) in places.items() if one.type in SILENT}
    drawn = set(_drawn(view(form, raw, language="en", choices=_CHOICES).controls)) & places.keys()
    shown = {names[one] for one in told["shown"] if one in names}
    undrawn = {path for path, (_name, one) in places.items() if one.type in {"spacer", "button"}}
    found = [f"shown differently: {one}" for one in sorted((drawn ^ shown) - undrawn)]
    refused, kept = _refused(form, raw)
    theirs = {names[name]: many for name, many in told["refused"]}
    for path in sorted({*refused, *theirs} - silent):
        ours = [one for one in refused.get(path, ()) if one not in STRICTER and not _blank(_at(raw, path))]
        if path in theirs and path not in refused:
            found.append(f"only form-js refuses {path}: {theirs[path]}")
        if ours and path not in theirs:
            found.append(f"only we refuse {path}: {ours}")
    data = {key: ["f1"] if value == "files::f1" else value for key, value in told["data"].items()}
    if not refused and not theirs and _bare(kept) != _bare(data):
        found.append(f"kept differently: {_bare(kept)} {_bare(data)}")
    return found


_CHOICES = {
    name: [(one, one) for one in of] for name, of in {"journals": ("memos", "orders"), "cases": ("01-02",)}.items()
}
LISTED = {name: [{"value": one, "label": words} for one, words in of] for name, of in _CHOICES.items()}


def _compared(page: Page, name: str, many: int) -> list[str]:
    form, random = FORMS[name], Random(f"{name} {many}")
    given = [filled(form.fields, random) for _ in range(many)]
    given = [forms.defaults(form, one) for one in given]
    told = page.evaluate(
        "([schema, many]) => trial(schema, many)", [for_viewer(form), [_for_viewer(form, one) for one in given]]
    )
    return [
        f"{name}: {line} <- {raw}" for raw, one in zip(given, told, strict=True) for line in differences(form, raw, one)
    ]


def _for_viewer(form: Form, raw: dict[str, Any]) -> dict[str, Any]:
    """The answers as form-js is given them: with the lists of the house, files by their one reference."""
    files = {one.key: "files::f1" for one in form.all() if one.type == "filepicker" and raw.get(one.key)}
    return raw | LISTED | files


def test_the_forms_hold_every_type_and_there_are_enough_of_them() -> None:
    types = {field.type for form in FORMS.values() for field in every(form.fields)}

    assert len(FORMS) >= 12
    assert types >= forms.form.TYPES - {"spacer", "button"}
    assert sum(1 for form in FORMS.values() if any(field.hide for field in every(form.fields))) >= 5


def _forged(raw: dict[str, Any], form: Form, random: Random) -> tuple[dict[str, Any], str]:
    """The answers with one that no form could have given, and where."""
    wrong = {
        "number": ["5", True, 10**16, [1]],
        "money": ["a lot", {}],
        "checkbox": ["yes", 1],
        "select": ["plane", 7],
        "radio": ["plane"],
        "checklist": ["plane", ["plane"]],
        "taglist": [["plane"], [None, 3]],
        "datetime": ["2026-02-30", "tomorrow"],
        "employee": ["nobody"],
        "employees": [["nobody"]],
        "unit": ["nowhere"],
        "units": [["nowhere"]],
        "people": [["nobody"]],
        "filepicker": [["f9"]],
        "textfield": ["two\nlines", "\x00", ["a"]],
        "textarea": ["\x07", 5],
    }
    asked = [one for one in form.all() if one.type in wrong and one.key in forms.visible(form, raw)]
    open_ = [one for one in asked if not one.props.get("disabled")]
    if not open_:
        return raw | {"not_of_the_form": 1}, "not_of_the_form"
    one = random.choice(open_)
    return raw | {one.key: random.choice(wrong[one.type])}, one.key


def test_what_no_form_could_have_sent_is_refused_where_form_js_drops_or_takes_it() -> None:
    for name, form in FORMS.items():
        random = Random(name)
        for _ in range(50):
            raw, where = _forged(filled(form.fields, random), form, random)

            refused, _kept = _refused(form, raw)

            assert any(path.split("[")[0].split(".")[0] == where for path in refused), (name, where, raw)


@pytest.mark.parametrize("many", [FEW, pytest.param(MANY, marks=pytest.mark.full)])
def test_form_js_shows_and_refuses_the_same(viewer: Page, many: int) -> None:
    each = -(-many // len(FORMS))

    found = [line for name in FORMS for line in _compared(viewer, name, each)]

    assert not found, f"{len(found)} differences:\n" + "\n".join(found[:20])
