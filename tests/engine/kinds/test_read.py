"""Reading a kind: everything wrong is said at once, by file, place and line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import kinds
from engine.errors import KindRefused
from engine.kinds.settings import KEYS
from engine.workflow import VerbShape

ROOT = Path(__file__).parents[3]
MEMO = kinds.read_folder(ROOT / "processes" / "memo")
SHARED = kinds.read_folder(ROOT / "forms")
VERBS = {
    name: VerbShape(name) for name in "make_rendition apply_signature assign_number close_rendition file_away".split()
}


def changed(name, old, new):
    text = MEMO[name].decode()
    assert old in text
    return {**MEMO, name: text.replace(old, new).encode()}


def refused(files):
    with pytest.raises(KindRefused) as found:
        kinds.read(files, SHARED, VERBS)
    return found.value.problems


def errors(files):
    return [one for one in refused(files) if one.severity == "error"]


def test_a_title_takes_the_first_answer_that_is_filled_of_those_its_place_names():
    titles = 'titles: {kk: "Өтініш: {subject}", ru: "Просьба: {text|subject}"}'
    memo = kinds.read(changed("kind.yaml", "titles: subject", titles), SHARED, VERBS)

    assert memo.title_of({"subject": "проектор"}, "kk") == "Өтініш: проектор"
    assert memo.title_of({"subject": "проектор"}, "ru") == "Просьба: проектор"
    assert memo.title_of({"subject": "проектор", "text": "заменить проектор"}, "ru") == "Просьба: заменить проектор"
    assert (
        "kind.yaml" in refused(changed("kind.yaml", "titles: subject", 'titles: "{text|theme}"'))[0].place
    )  # each of them is a field


def test_the_memo_says_what_desks_ask():
    memo = kinds.read(MEMO, SHARED, VERBS)

    assert (memo.name, str(memo.journal), memo.case, memo.retention_years) == ("memo", "memos", "05-07", 5)
    assert memo.fields == ("sign_dean", "register")
    assert memo.title_of({"subject": " О замене\nпроектора "}, "ru") == "О замене проектора"
    assert memo.title_of({}, "kk") == "Қызметтік жазба"
    assert memo.step_name("sign_dean", "kk") == "Жазбаға қол қою"
    assert memo.outcome_label("sign_dean", "sign", "kk") == "Қол қою"
    assert memo.texts("kind", "ky") == "КЫЗМАТТЫК КАТ"
    assert memo.texts("step:register", "ru") == "Зарегистрировать записку"
    assert memo.card == {"journal": "memos", "case": "05-07", "retention_years": 5, "access": "route"}


@pytest.mark.parametrize(
    ("name", "old", "new", "element", "says"),
    [
        ("kind.yaml", "purpose: ask", "purpose: beg", "purpose", "ask, order, travel"),
        ("kind.yaml", "purpose:", "purpos:", "purpos", "Did you mean purpose?"),
        ("kind.yaml", "kind: memo", "kind: Memo", "kind", "small Latin letters"),
        ("kind.yaml", "kind: memo", "kind: note", "kind", "process to have the kind's name"),
        (
            "kind.yaml",
            "chair: head(initiator.unit)",
            "chair: hed(initiator.unit)",
            "people.chair",
            "hed(initiator.unit)",
        ),
        ("kind.yaml", "  chair:", "  chairr:", "people.chairr", "Did you mean chair?"),
        ("kind.yaml", 'answer("addressee")', 'answer("adresse")', "people.dean", "adresse is none"),
        ("kind.yaml", "signers: [sign_dean]", "signers: [approve_chair]", "signers.0", "outcome sign"),
        ("kind.yaml", "signers: [sign_dean]", "signers: []", "signers", "among the signers"),
        ("kind.yaml", "registrar: register\n", "registrar: execute\n", "registrar", "outcome register"),
        ("kind.yaml", "form: submit", "form: submitt", "start.form", "resolution, submit"),
        ("kind.yaml", "titles: subject", "titles: theme", "titles", "theme"),
        ("kind.yaml", "routing: [control, retention_years]", "routing: []", "routing", "the diagram reads it"),
        (
            "kind.yaml",
            "routing: [control, retention_years]",
            "routing: [control, retention_years, colour]",
            "routing.2",
            "colour is none",
        ),
        (
            "kind.yaml",
            "sign_dean: up, register: up, accept: up}",
            "sign_dean: skip}",
            "own_document.sign_dean",
            "outcome approve",
        ),
        ("kind.yaml", "levels: {sign_dean: simple", "levels: {sign_dean: certificate", "levels.sign_dean", "stronger"),
        ("kind.yaml", "{seq}", "{n}", "journal.number", "one of the places"),
        ("kind.yaml", "retention_years: 5", "retention_years: 500", "retention_years", "from 1 to 100"),
        ("kind.yaml", "template: template.html", "template: page.html", "rendition.template", "there is none"),
        ("template.html", "{{ doc.subject }}", "{{ doc.theme }}", "", "doc.theme"),
        ("template.html", "{{ doc.subject }}", "{{ ''.__class__ }}", "", "Expected"),
        ("template.html", 'id="sig-register"', 'id="box"', "", "sig-register"),
        ("template.css", "margin-top: 8mm", "background: url(http://x.example/)", "26", "Expected"),
        ("process.bpmn", 'id="filed"', 'id="done"', "done", "final state"),
        ("process.bpmn", 'form="resolution"', 'form="nothing"', "sign_dean", "nothing"),
        ("process.bpmn", 'name="file_away"', 'name="launch"', "file_away", "launch"),
        ("sample.json", '"subject"', '"theme"', "", "theme"),
        ("sample.json", '"memo"', '"order"', "", "kind memo"),
        ("tests/rejected.yaml", "does: reject", "doez: reject", "play.0.doez", "Did you mean does?"),
        ("translations.yaml", "agreed: {kk:", "agreed: {kz:", "template.agreed.kz", "kk, ru, ky, en"),
    ],
)
def test_what_is_wrong_is_said_by_place(name, old, new, element, says):
    files = changed(name, old, new)
    found = errors(files)

    assert any(
        one.place == name and says in one.message and (not element or one.element == element) for one in found
    ), [(one.place, one.element, one.message) for one in found]


def test_everything_is_said_at_once_with_lines():
    files = changed("kind.yaml", "purpose: ask", "purpose: beg\ncolour: red")
    files["submit.form"] = b"{"
    del files["template.css"]

    found = errors(files)

    assert {one.place for one in found} >= {"kind.yaml", "submit.form"}
    assert {one.element for one in found} >= {"purpose", "colour", "rendition.style"}
    assert next(one for one in found if one.element == "colour").name == "line 9"


@pytest.mark.parametrize("name", ["kind.yaml", "process.bpmn", "submit.form", "template.html"])
@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"\x00", b"a: *b", b"{}", b"<a/>", b"- " * 3000])
def test_a_broken_file_is_refused_not_raised(name, content):
    assert errors({**MEMO, name: content})


@pytest.mark.parametrize("name", ["verb.py", "../x.yaml", "notes.yaml"])
def test_a_file_that_has_no_place_in_a_kind_is_refused_by_name(name):
    assert any(one.place == name for one in errors({**MEMO, name: b""}))


def test_an_empty_folder_names_what_it_needs():
    assert {"process.bpmn", "kind.yaml"} <= {one.place for one in errors({})}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(KEYS),
    st.sampled_from(["[]", "{}", "5", "[[1]]", "{a: {b: c}}", "null", "true", "'" + "x" * 2000 + "'", "- 1"]),
)
def test_any_value_of_any_key_is_read_or_refused(key, value):
    lines = MEMO["kind.yaml"].decode().split("\n")
    kept, inside = [], False
    for line in lines:
        inside = line.startswith(f"{key}:") or (inside and line.startswith((" ", "-")))
        if not inside:
            kept.append(line)
    files = {**MEMO, "kind.yaml": "\n".join([*kept, f"{key}: {value}" if value != "- 1" else f"{key}:\n- 1"]).encode()}

    try:
        kinds.read(files, SHARED, VERBS)
    except KindRefused as found:
        assert all(one.message.startswith("Expected") for one in found.problems)


ORDER = kinds.read_folder(ROOT / "processes" / "order")


def order_changed(old, new, name="kind.yaml"):
    text = ORDER[name].decode()
    assert old in text
    return {**ORDER, name: text.replace(old, new).encode()}


def test_an_order_goes_to_the_journal_of_its_sort():
    order = kinds.read(ORDER, SHARED, VERBS)

    assert [book.code for book in order.books] == ["orders_core", "orders_hr", "orders_leave", "orders_trip"]
    assert order.card_of({"subtype": "hr"}) == {
        "journal": "orders_hr",
        "case": "02-03",
        "retention_years": 75,
        "access": "route",
    }
    assert order.filing({"subtype": "core"}).for_ever
    assert "retention_years" not in order.card_of({"subtype": "core"})
    assert order.filing({}).journal.numbers == {"kk": "{seq} НҚ", "ru": "{seq} ОД"}
    assert str(order.journal) == "orders_core"


@pytest.mark.parametrize(
    ("name", "old", "new", "element", "says"),
    [
        ("kind.yaml", "by: subtype", "by: title_kk", "journals.by", "answer with choices"),
        ("kind.yaml", "  trip:\n", "  visit:\n", "journals.trip", "each choice of subtype"),
        ("kind.yaml", 'ru: "{seq} ОД"', 'ru: "{n} ОД"', "journals.core.number.ru", "one of the places"),
        ("kind.yaml", 'ru: "{seq} ОД"', 'de: "{seq} X"', "journals.core.number.de", "kk, ru, ky, en"),
        ("kind.yaml", "access: route", "access: route\njournal: orders", "journals", "both are there"),
        ("kind.yaml", "requisites: [executors,", "requisites: [executers,", "requisites.0", "field of the form"),
        ("template.html", "{{ doc.title_kk }}", "{{ doc.due | date }}", "", "leave out due"),
    ],
)
def test_what_is_wrong_with_journals_and_requisites_is_said(name, old, new, element, says):
    found = errors(order_changed(old, new, name))

    assert any(one.place == name and says in one.message and element in ("", one.element) for one in found), [
        (one.place, one.element, one.message) for one in found
    ]


def test_what_was_published_once_is_opened_though_it_would_be_refused_today():
    files = order_changed("requisites: [executors,", "requisites: [executers,")

    assert kinds.read(files, SHARED, VERBS, published=True).name == "order"
