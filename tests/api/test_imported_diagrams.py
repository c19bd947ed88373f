"""A diagram of another program becomes a draft: the file as it came is kept, what it lacked is put in and told."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.api.programs import Desk
from tests.offices import Paper

MIWG = Path(__file__).parents[1] / "data" / "miwg"
STORY = b"""scenario: to its end
people: {initiator: teacher}
answers: {subject: A visit, text: Please.}
play:
  - {by: teacher, does: approve}
  - {by: teacher, does: approve}
  - {by: teacher, does: approve}
expect: {state: filed}
"""


def imports(desk: Desk, name: str, content: bytes, title: str = "Визит") -> dict[str, object]:
    address = f"/processes/{name}/draft/import?{urlencode({'title': title})}"
    answer = desk("owner").call("POST", address, data=content, content_type="application/octet-stream")
    assert answer.json is not None
    return {"status": answer.status_code, **answer.json}


@pytest.mark.parametrize("file", sorted(MIWG.glob("*.bpmn")), ids=lambda one: one.stem)
def test_each_reference_diagram_becomes_a_draft_that_keeps_it_as_it_came(desk: Desk, file: Path) -> None:
    name = "miwg_" + file.stem.lower().replace(".", "_")

    made = imports(desk, name, file.read_bytes())

    owner = desk("owner")
    changes = owner.get(f"/processes/{name}/draft/adoption")["problems"]
    assert made["status"] == 201
    assert changes and all(one["element"] and one["message"] for one in changes)
    problems = owner.post(f"/processes/{name}/draft/check")["problems"]
    assert all(one["element"] for one in problems if one["place"] == "process.bpmn")
    owner.post(f"/processes/{name}/draft/take_back", version=made["version"], to=1)
    assert owner.bytes(f"/processes/{name}/draft/files/process.bpmn") == file.read_bytes()


def test_a_document_walks_an_imported_diagram_to_its_end(api: Desk) -> None:
    made = imports(api, "visit", (MIWG / "A.1.0.bpmn").read_bytes())
    owner = api("owner")
    owner.call(
        "PUT", f"/processes/visit/draft/files/tests/whole.yaml?version={made['version']}", data=STORY,
        content_type="application/octet-stream",
    )  # fmt: skip

    published = owner.post("/processes/visit/draft/publish", version=3, reason="Жаңа бағыт")
    paper: Paper = api.house.as_("teacher").writes("visit", subject="Сапар", text="Өтінемін.")
    for _ in range(3):
        api.house.as_("teacher").completes("approve")

    assert published["version"] == 1
    assert paper.state == "filed"


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (b"", "invalid"),
        (b"<a/>", "invalid"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "invalid"),
        (b"\x00" * 100, "invalid"),
        (b"<a>" * 100_000, "invalid"),
    ],
    ids=["empty", "another", "entity", "zeros", "deep"],
)
def test_what_is_no_diagram_is_refused_with_a_sentence(desk: Desk, content: bytes, type: str) -> None:
    told = imports(desk, "broken", content)

    assert (told["status"], told["type"]) == (422, f"urn:bagyt:problem:{type}")


def test_a_taken_name_and_a_stranger_are_refused(desk: Desk) -> None:
    diagram = (MIWG / "A.1.0.bpmn").read_bytes()

    assert imports(desk, "memo", diagram)["status"] == 409
    assert desk("teacher").refused("/processes/visit2/draft/import")["type"].endswith("not-allowed")
    assert desk("teacher").refused("/processes/memo/draft/adoption", "GET")["type"].endswith("not-allowed")
