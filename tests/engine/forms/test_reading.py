import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import forms
from engine.errors import KindRefused
from engine.forms.form import TYPES
from engine.forms.reading import MOST_FIELDS
from engine.texts import LANGUAGES
from tests.engine.forms.making import OPTIONS, form, one, problems_of, written

ROOT = Path(__file__).resolve().parents[3]
BUNDLED = sorted([*ROOT.glob("forms/*.form"), *ROOT.glob("processes/*/*.form")])


def test_a_form_is_read_with_what_it_says() -> None:
    reason = one(
        "textarea", "reason", description="Why", validate={"required": True}, conditional={"hide": '=kind = "x"'}
    )

    read = form(
        one("select", "kind"), reason, **{"x-language": "en", "x-i18n": {"kk": {"id_kind.values.annual": "Жылдық"}}}
    )

    kind, asked = read.fields
    assert [(one.value, one.label["en"]) for one in kind.options] == [("annual", "Annual"), ("unpaid", "Unpaid")]
    assert kind.options[0].label["kk"] == "Жылдық"
    assert (asked.required, asked.hide, read.text(asked, "en")) == (True, '=kind = "x"', "Why")


def test_what_it_does_not_know_is_kept() -> None:
    read = form(one("employee", scope="faculty", properties={"a": 1}), versionTag="7")

    assert (read.fields[0].props["scope"], read.fields[0].props["properties"]) == ("faculty", {"a": 1})
    assert forms.to_json(read)["versionTag"] == "7"


def test_a_language_without_a_text_takes_the_nearest() -> None:
    read = form(one("textfield", label="Тема"), **{"x-language": "ru", "x-i18n": {"en": {"id_k.label": "Subject"}}})

    assert [read.label(read.fields[0], language) for language in LANGUAGES] == ["Тема", "Тема", "Тема", "Subject"]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown type": (one("iframe"), "Expected one of the field types"),
    "html": (one("html"), "Expected one of the field types"),
    "type is no text": ({"type": ["textfield"], "id": "id_k"}, "Expected one of the field types"),
    "no key": ({"type": "textfield", "id": "id_k"}, "Expected a key for the field"),
    "key with a bracket": (one("textfield", key="a[0]", id="id_k"), "Expected a key of letters"),
    "dangerous key": (one("textfield", key="typename", id="id_k"), "Expected a key of letters"),
    "key of the page": (one("textfield", key="csrf_token", id="id_k"), "Expected a key of letters"),
    "key of a button": (one("textfield", key="_add_row", id="id_k"), "Expected a key of letters"),
    "rule unknown": (one("textfield", validate={"minlength": 3}), "Expected a known rule, but minlength"),
    "rules are a list": (one("textfield", validate=[1]), "Expected rules"),
    "length is a word": (one("textfield", validate={"minLength": "three"}), "Expected a number for the rule minLength"),
    "minimum is true": (one("number", validate={"min": True}), "Expected a number for the rule min"),
    "required is a word": (one("textfield", validate={"required": "yes"}), "Expected true or false for required"),
    "required is an expression": (one("textfield", validate={"required": "=a"}), "Expected true or false for required"),
    "readonly is an expression": (one("textfield", readonly="=a"), "Expected true or false for readonly"),
    "validation type": (one("textfield", validate={"validationType": "iban"}), "Expected email or phone"),
    "look-ahead": (one("textfield", validate={"pattern": "(?=a)b"}), "Expected a pattern that can be checked safely"),
    "back reference": (one("textfield", validate={"pattern": r"(a)\1"}), "Expected a pattern that can be checked safely"),
    "broken pattern": (one("textfield", validate={"pattern": "[a"}), "Expected a pattern that can be checked safely"),
    "long pattern": (one("textfield", validate={"pattern": "a" * 501}), "Expected a pattern that can be checked safely"),
    "pattern is a number": (one("textfield", validate={"pattern": 7}), "Expected a pattern that can be checked safely"),
    "digits": (one("number", decimalDigits=-1), "Expected a number for the rule decimalDigits"),
    "step of nothing": (one("number", increment=0), "Expected a number for the rule increment"),
    "subtype": (one("datetime", subtype="week"), "Expected date, time or datetime"),
    "no choices": (one("select", values=None), "Expected choices for the field"),
    "choices by expression": (one("select", valuesKey="a", valuesExpression="=b"), "Expected choices as values or valuesKey"),
    "choice without value": (one("radio", values=[{"label": "A"}]), "Expected each choice to have a value"),
    "choice twice": (one("radio", values=[*OPTIONS, OPTIONS[0]]), "Expected each choice once, but annual"),
    "501 choices": (one("radio", values=[{"value": str(at)} for at in range(501)]), "Expected at most 500 choices"),
    "default of another type": (one("checkbox", defaultValue="yes"), "Expected a default value"),
    "default not offered": (one("select", defaultValue="sick"), "Expected a default value"),
    "default too small": (one("number", defaultValue=0, validate={"min": 1}), "Expected a default value"),
    "condition": (one("textfield", conditional={"hide": "=a +"}), "the condition cannot be read at +"),
    "function": (one("textfield", conditional={"hide": "=count(a) > 1"}), "there is count()"),
    "bound": (one("number", validate={"min": "=sum(a)"}), "there is sum()"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_by_id(name: str) -> None:
    component, sentence = REFUSED[name]

    found = problems_of(written(component))

    assert [element for element, _ in found] == ["id_k"]
    assert sentence in found[0][1]


def test_all_problems_are_told_at_once() -> None:
    found = problems_of(
        written(one("iframe", "a"), one("textfield", "b", validate={"pattern": "("}), one("textfield", "c"))
    )

    assert [element for element, _ in found] == ["id_a", "id_b"]


def test_a_key_stands_once_also_across_groups_without_a_path() -> None:
    beside = {"type": "group", "id": "g", "components": [one("textfield", "x", id="x2")]}

    assert problems_of(written(one("textfield", "x"), beside)) == [
        ("x2", "Expected each key once, but x stands twice.")
    ]
    assert problems_of(written(one("textfield", "x"), {**beside, "path": "g"})) == []


def test_an_id_stands_once_because_translations_hang_on_it() -> None:
    assert problems_of(written(one("textfield", "x", id="a"), one("textfield", "y", id="a"))) == [
        ("a", "Expected each id once, but a stands twice.")
    ]


def _nested(depth: int) -> dict[str, Any]:
    inner = [_nested(depth - 1)] if depth else [one("textfield", "x")]
    return {"type": "dynamiclist", "id": f"d{depth}", "path": f"d{depth}", "components": inner}


FILES = {
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe\xfa",
    "a list": b"[]",
    "components are words": b'{"components": "x"}',
    "nested without end": b'{"components": ' + b"[" * 100_000,
    "not a number": b'{"components": [], "x": NaN}',
    "too large": b" " * (256 * 1024 + 1),
    "a component is a number": b'{"components": [7]}',
    "a foreign language": b'{"components": [], "x-language": "fr"}',
    "too many fields": written(*[one("textfield", f"k{at}") for at in range(MOST_FIELDS + 1)]),
    "too deep": written(_nested(3)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_form_is_refused_with_one_sentence(name: str) -> None:
    assert len(problems_of(FILES[name])) == 1


def test_the_limits_themselves_are_allowed() -> None:
    assert problems_of(written(*[one("textfield", f"k{at}") for at in range(MOST_FIELDS)])) == []
    assert problems_of(written(_nested(2))) == []


words = st.text(max_size=12) | st.sampled_from(["=", "=a", "(", "[", "kk", "date", "typename", "required", "min", "k"])
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
names = st.sampled_from(
    ["type", "id", "key", "path", "label", "values", "valuesKey", "validate", "conditional", "components"]
) | st.sampled_from(
    ["defaultValue", "decimalDigits", "increment", "subtype", "description", "text", "disabled", "readonly"]
)
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | words, inner, max_size=5), max_leaves=12
)
components = st.fixed_dictionaries({"type": st.sampled_from(sorted(TYPES)), "id": words, "key": words}, optional={
    "validate": st.dictionaries(st.sampled_from(["required", "min", "max", "minLength", "pattern", "validationType"]), anything, max_size=3),
    "conditional": st.fixed_dictionaries({"hide": anything}),
    "values": st.lists(st.fixed_dictionaries({"value": anything, "label": anything}), max_size=3),
    "defaultValue": anything, "decimalDigits": anything, "increment": anything, "components": anything, "path": words, "label": anything,
})  # fmt: skip


@given(st.lists(components | anything, max_size=4), anything)
def test_no_file_does_anything_but_read_or_be_refused(found: list[Any], translations: Any) -> None:
    content = json.dumps({"components": found, "x-i18n": translations})

    try:
        read = forms.read(content, "x.form")
    except KindRefused as refused:
        assert refused.problems
    else:
        assert isinstance(read, forms.Form)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_forms_of_the_house_speak_four_languages(path: Path) -> None:
    read = forms.read(path.read_bytes(), path.name)

    texts = [
        text
        for field in read.all()
        for text in (field.label, field.help, *(one.label for one in field.options))
        if text
    ]
    languages = {"kk": "Қазақша", "ru": "Русский", "ky": "Кыргызча", "en": "English"}.values()
    assert [text for text in texts if set(LANGUAGES) - set(text) and not set(text.values()) <= set(languages)] == []


def test_a_condition_that_misses_the_field_beside_it_is_refused_with_the_name_it_needs() -> None:
    bare = {"hide": "=a > 1"}
    talks = one("dynamiclist", "talks", components=[one("number", "c", id="deep", conditional=bare)])
    rows = one("dynamiclist", "rows", components=[one("number", "a"), one("number", "b", conditional=bare), talks])
    city = one("textfield", "city", validate={"minLength": "=nights"})
    trip = one("group", "trip", components=[one("number", "nights"), city])

    told = dict(problems_of(written(rows, trip)))

    assert {id: re.findall(r"Expected (\S+) for", words)[0] for id, words in told.items()} == {
        "id_b": "this.a",
        "deep": "parent.a",
        "id_city": "trip.nights",
    }
    assert problems_of(written(one("number", "a", id="whole"), rows, one("number", "nights", id="all"), trip)) == []
