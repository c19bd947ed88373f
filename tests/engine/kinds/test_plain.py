"""YAML as plain data: what is refused, and what stays a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import KindRefused
from engine.kinds.plain import read_yaml


def test_only_plain_words_become_other_than_texts():
    found = read_yaml(
        b"a: 05\nb: 05-07\nc: no\nd: true\ne: 12:30\nf: 2026-11-21\ng: 5\nh: '5'\ni: 1.50\nj:\n", "kind.yaml"
    ).value

    assert found == {
        "a": "05",
        "b": "05-07",
        "c": "no",
        "d": True,
        "e": "12:30",
        "f": "2026-11-21",
        "g": 5,
        "h": "5",
        "i": 1.5,
        "j": None,
    }


def test_every_path_knows_its_line():
    plain = read_yaml(b"kind: memo\n\npeople:\n  dean: initiator\n", "kind.yaml")

    assert plain.line(("people", "dean")) == 4
    assert plain.line(("people", "dean", "more")) == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x 1\nb: *x", "anchors"),
        ("a: &a [x]\nb: [*a,*a]", "anchors"),
        ("a: !!python/object/apply:os.system ['true']", "tags"),
        ("a: !mine 1", "tags"),
        ("a: 1\na: 2", "twice"),
        ("? [a]\n: 1", "before the colon"),
        ("a: [", "cannot be read"),
        ("a: \x00", "cannot be read"),
        ("[" * 40 + "]" * 40, "too deep"),
        ("- a\n" * 20_001, "too far"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(text, says):
    with pytest.raises(KindRefused) as refused:
        read_yaml(text.encode(), "kind.yaml")

    problem = refused.value.problems[0]
    assert says in problem.message
    assert problem.place == "kind.yaml"
    assert problem.name.startswith("line ")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00a", b"a: \xd0", b"x" * 300_000])
def test_other_encodings_and_long_files_are_refused(content):
    with pytest.raises(KindRefused):
        read_yaml(content, "kind.yaml")


@given(st.text(max_size=200))
def test_any_text_is_data_or_refused(text):
    try:
        read_yaml(text.encode("utf-8", "surrogatepass"), "kind.yaml")
    except KindRefused as refused:
        assert refused.problems[0].message.startswith("Expected")
