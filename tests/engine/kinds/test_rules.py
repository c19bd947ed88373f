"""People's rules: what is read, what is refused, and whom they find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kinds import RuleRefused, candidates, read_rule
from engine.kinds.rules import Answered, FirstOf, Head, Initiator, UnitAbove, UnitOfInitiator, UnitsAnswered, answers_of

UNITS = {1: ("university", None), 2: ("faculty", 1), 3: ("chair", 2), 4: ("department", 1), 5: ("chair", 2)}
CODES = {"university": 1, "fit": 2, "informatics": 3, "legal": 4, "empty": 5}
LOGINS = {"teacher": 10, "chair": 11, "dean": 12, "rector": 13, "lawyer": 14, "registrar": 15, "clerk": 16}
HEADS = {1: 13, 2: 12, 3: 11, 4: 14}
MEMBERS = {1: [13], 2: [12], 3: [11, 10], 4: [14, 16]}


class People:
    def unit(self, code):
        return CODES.get(code)

    def person(self, login):
        return LOGINS.get(login)

    def head(self, unit):
        return HEADS.get(unit)

    def parent(self, unit):
        return UNITS[unit][1]

    def type(self, unit):
        return UNITS[unit][0]

    def holders(self, post):
        return {"rector": [13], "teacher": [10, 16]}.get(post, [])

    def members(self, unit):
        return MEMBERS.get(unit, [])

    def role_holders(self, role):
        return {"registrar": [15, 16]}.get(role, [])


def find(rule, unit=3, item=None, **answers):
    return candidates(read_rule(rule), People(), {"initiator": 10, "unit": unit, "answers": answers, "item": item})


@pytest.mark.parametrize(
    ("rule", "kind", "persons"),
    [
        ("initiator", "person", (10,)),
        ("head(initiator.unit)", "person", (11,)),
        ("head(faculty(initiator.unit))", "person", (12,)),
        ("head(parent(initiator.unit))", "person", (12,)),
        ("head(university(initiator.unit))", "person", (13,)),
        ("head(chair(initiator.unit))", "person", (11,)),
        ("head(institute(initiator.unit))", "person", ()),
        ('post("rector")', "person", (13,)),
        ('post("teacher", unit("legal"))', "person", (16,)),
        ('unit("legal")', "queue", (14, 16)),
        ("members(initiator.unit)", "queue", (11, 10)),
        ('head(unit("legal"))', "person", (14,)),
        ('head(unit("empty"))', "person", ()),
        ('unit("nowhere")', "queue", ()),
        ('role("registrar")', "queue", (15, 16)),
        ('role("registrar", unit("legal"))', "queue", (16,)),
        ('answer("nothing") or post("rector")', "person", (13,)),
        ('head(institute(initiator.unit)) or answer("nobody")', "person", ()),
    ],
)
def test_a_rule_finds_its_people(rule, kind, persons):
    found = find(rule)

    assert (found.kind, found.persons) == (kind, persons)
    assert found.why[0]


def test_an_answer_names_persons_and_units():
    assert find('answer("executors")', executors=["dean", "teacher"]).persons == (12, 10)
    assert find('answer("executors")', executors=["dean", "teacher"]).kind == "person"
    assert find('answer("executors")', executors=["legal", "dean", "legal", "gone"]).persons == (14, 16, 12)
    assert find('answer("executors")', executors=["legal"]).kind == "queue"
    assert find('head(answer("executor_unit"))', executor_unit="legal").persons == (14,)
    assert find('head(answer("executors"))', executors=["legal", "teacher"]).persons == (14, 10)
    assert find("head(item)", item="legal").persons == (14,)
    assert find("item", item="dean").persons == (12,)


def test_the_memos_rule_falls_back_from_addressee_to_dean_to_the_head_above():
    rule = 'answer("addressee") or head(faculty(initiator.unit)) or head(parent(initiator.unit))'

    assert find(rule, addressee="rector").persons == (13,)
    assert find(rule).persons == (12,)
    assert find(rule, unit=4).persons == (13,)
    assert find(rule, addressee=None).persons == (12,)


@pytest.mark.parametrize("answer", [None, "", 5, ["", None, 3], {"a": 1}, [["dean"]], True])
def test_an_answer_that_names_nobody_finds_nobody(answer):
    assert find('answer("executors")', executors=answer).persons == ()
    assert find('head(answer("executors"))', executors=answer).persons == ()


def test_a_rule_is_a_typed_tree():
    rule = read_rule('answer("addressee") or head(faculty(initiator.unit)) or initiator')

    assert rule == FirstOf((Answered("addressee"), Head(UnitAbove(UnitOfInitiator(), "faculty")), Initiator()))
    assert answers_of(rule) == {"addressee"}
    assert answers_of(Head(UnitsAnswered("executor_unit"))) == {"executor_unit"}
    assert answers_of(read_rule("head(item)")) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "initiator.unit",
        "head(initiator)",
        "hed(initiator.unit)",
        "head()",
        "head(initiator.unit, 1)",
        "post(rector)",
        'post("")',
        'post("a","b")',
        'unit("a", "b")',
        "initiator and initiator",
        "not initiator",
        "initiator or",
        "__import__('os')",
        "initiator.__class__",
        "(lambda: 1)()",
        "head(x=initiator.unit)",
        "head(*[])",
        'f"{initiator}"',
        "answer(key)",
        "1",
        "a" * 600,
        "head(" * 80 + "x" + ")" * 80,
        " or ".join(["initiator"] * 9),
        "role('x' * 61)",
        "\x00",
        "initiator; initiator",
        "post('" + "x" * 61 + "')",
    ],
)
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(RuleRefused) as refused:
        read_rule(text)

    assert str(refused.value).startswith("Expected")


@given(st.text("initaorhed(.unt)\"'facly, post", max_size=60))
def test_any_text_is_a_rule_or_refused(text):
    try:
        read_rule(text)
    except RuleRefused as refused:
        assert str(refused).startswith("Expected")
