"""Any call, with anything: never a fault, and the data stays whole (the `desk` looks at its end)."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.programs import Desk, hold
from webui.api.calling import CALLS

TEACHER = "teacher"
WORDS = ["memo", "approve", "typename", "\0", "2026-02-30", "dean", "../x", "{{7*7}}", "' OR 1=1"]
NAMES = ["kind", "answers", "text", "subject", "outcome", "typename"]
ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.sampled_from(WORDS))
JSONS = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)
FUZZED = [one for one in CALLS if one.name not in {"move_clock"}]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_call_has_a_fault_whatever_is_sent(desk: Desk, fuzzed: list[str], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(FUZZED), label="call")
    login = data.draw(st.sampled_from(["teacher", "chair", "registrar", "owner", "admin"]), label="login")
    path = one.rule
    for place in ("<id>", "<kind>", "<code>", "<int:number>"):
        path = path.replace(
            place, data.draw(st.sampled_from([*fuzzed, "memo", "memos", "1", "x", "ы", "%00", "a%2Fb"]))
        )
    words = {word.name: data.draw(ODD.map(str)) for word in one.words if data.draw(st.booleans())}
    words.pop("wait", None)
    body = data.draw(JSONS, label="body")
    content = json.dumps(body).encode(errors="surrogatepass")
    if one.takes and data.draw(st.booleans()):
        fields = {name: data.draw(JSONS) for name in one.takes.model_fields}
        content = json.dumps(fields).encode(errors="surrogatepass")

    headers = {"Authorization": f"Bearer {desk(login).token}", "Content-Type": "application/json"}
    query = {name: value.encode("utf-8", "replace").decode() for name, value in words.items()}
    answer = desk.client.open(f"/api/v1{path}", method=one.method, data=content, headers=headers, query_string=query)

    assert answer.status_code < 500, (one.rule, answer.text)
    if answer.status_code >= 400:
        hold(desk.app, one.method, path, answer)


@pytest.fixture(scope="module")
def fuzzed(desk: Desk) -> list[str]:
    """Ids of things that are there: a draft, a document on its way, a task."""
    draft, memo = desk(TEACHER).starts(submit=False), desk(TEACHER).starts()
    desk("chair").get("/tasks")
    return [draft["id"], memo["id"], desk("chair").task()["id"]]
