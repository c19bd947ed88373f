"""What the bench counts; how long it takes is nobody's test."""

import json

import pytest

from engine.bench import measure
from engine.config import Settings


def test_the_memo_is_counted_beside_the_floor() -> None:
    result = measure(Settings(), memos=1, clients=0, database="", say=lambda _: None)

    read = json.loads(result.to_json())
    bare, plain, each = read["tables"].values()
    assert [row["name"] for row in bare] == ["start", "completion"]
    assert all(row["commits"] == 1 for row in bare)
    assert plain[0]["count"] == 3
    assert plain[0]["commits"] == 1
    assert 5 < plain[0]["statements"] < 60
    assert len(each) == 12
    assert all(size > 1000 for size in read["sizes"].values())
    assert "commits" in result.to_text()


@pytest.mark.full
def test_the_memo_goes_over_http() -> None:
    result = measure(Settings(), memos=2, clients=2, database="", say=lambda _: None)

    calls = {row.name: row.count for row in result.tables["Over HTTP: each call"]}
    assert calls["submit, settled"] == 2
    assert calls["register register, settled"] == 2
    assert calls["accept accept"] == 2
