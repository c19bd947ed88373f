"""What the bench counts; how long it takes is nobody's test."""

import json

import pytest

from engine.bench import measure
from engine.bench.ways import WAYS
from engine.config import Settings
from engine.errors import Invalid


@pytest.mark.parametrize(
    ("kind", "plain", "most"), [("order", 4, 16), pytest.param("memo", 3, 18, marks=pytest.mark.full)]
)
def test_a_document_is_counted_beside_the_floor(kind: str, plain: int, most: int) -> None:
    result = measure(Settings(), kind=kind, documents=1, clients=0, database="", say=lambda _: None)

    read = json.loads(result.to_json())
    bare, unproved, proved, each = read["tables"].values()
    way = WAYS[kind]
    assert [row["name"] for row in bare] == ["start", "completion"]
    assert bare[1]["count"] == bare[0]["count"] * len(way.moves)
    assert all(row["commits"] == 1 for row in bare)
    assert unproved[0]["count"] == plain
    assert unproved[0]["commits"] == 1
    assert 5 < unproved[0]["statements"] <= most
    assert proved[-1]["name"] == "the password alone"
    assert len(each) == 2 * (len(way.moves) + 1)
    assert all(size > 1000 for size in read["sizes"].values())
    assert list(read["ratios"]) == ["CPU of a completion without a password, in floors"]
    assert "commits" in result.to_text()


@pytest.mark.full
def test_documents_go_over_http_and_a_long_list_is_measured() -> None:
    result = measure(Settings(), documents=2, clients=2, database="", say=lambda _: None, crowd=300)

    calls = {row.name: row.count for row in result.tables["Over HTTP: each call"]}
    assert calls["submit, settled"] == 2
    assert calls["register register, settled"] == 2
    assert calls["execute report"] == 4
    assert calls["control accept"] == 2
    assert {row.name for row in result.tables["Over HTTP: the list of one person"]} == {
        f"{by}, {count} tasks" for by in ("page", "API") for count in (100, 300)
    }
    assert [row.name for row in result.tables["In process: how warm the steps of a kind are"]] == [
        "a plain count of 300 tasks",
        "heat map of 300 tasks",
    ]
    assert len(result.ratios) == 5


def test_a_kind_that_is_not_measured_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        measure(Settings(), kind="trip", documents=1, clients=0, database="", say=lambda _: None)

    assert "order, memo" in str(refused.value.problems)
