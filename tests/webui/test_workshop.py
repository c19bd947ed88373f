"""The workshop's pages: a new kind, its draft, what is wrong with it, publishing with a reason."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from engine import kinds
from engine.catalogue import drafts
from engine.kinds.copying import BLANK
from tests.offices import House

TITLES = {"title_kk": "Анықтама", "title_ru": "Справка", "title_ky": "Маалымкат", "title_en": "Certificate"}


def _begins(at: Any, **given: Any) -> Any:
    """The owner's new kind from the shortest route, or from what is `given`."""
    return at("owner").opens("/workshop/new").sends("/workshop/new", **{"name": "certificate", **TITLES, **given})


def _changes(house: House, name: str, content: bytes | None, kind: str = "certificate") -> None:
    with house.office.work(house.actor("owner")) as work:
        drafts.save(work, kind, drafts.draft(work, kind).version, {name: content})


def _script_saves(owner: Any, version: int, content: bytes, name: str = "README.md") -> Any:
    """What an editor's script sends."""
    token = owner.opens("/workshop/certificate").form("/workshop/certificate/draft/end")[0][1]
    return owner.client.post(
        f"/workshop/certificate/draft/file?name={name}&version={version}",
        data=content,
        content_type="application/octet-stream",
        headers={"X-CSRF-Token": token},
    )


def test_a_new_kind_is_drafted_published_and_there_for_everybody(at: Any) -> None:
    owner = _begins(at)
    assert owner.address == "/workshop/certificate"
    assert "not published yet" in owner.text

    owner.opens("/workshop/certificate/publish")
    assert "Nothing is wrong." in owner.text
    assert "Scenarios walk 100 % of the route." in owner.text
    owner.sends("/workshop/certificate/publish", reason="Сұраныс бойынша")

    assert "Version 1 is published." in owner.text
    assert "Сұраныс бойынша" in owner.text
    assert "Certificate" in at("teacher").opens("/start").text


def test_a_change_is_told_in_words_before_it_is_published(at: Any, page_house: House) -> None:
    owner = at("owner").opens("/workshop/memo").sends("/workshop/memo/draft")
    with page_house.office.look(page_house.actor("owner")) as work:
        drawn = drafts.draft(work, "memo").files["process.bpmn"]
    changed = drawn.replace(b'<bagyt:term amount="1" unit="workday" />', b'<bagyt:term amount="2" unit="workday" />', 1)
    _changes(page_house, "process.bpmn", changed, "memo")

    owner.opens("/workshop/memo/publish")

    assert "The term of Approve the memo changes from 1 workday to 2 workday." in owner.text
    owner.sends("/workshop/memo/publish", reason="Мерзім ұзартылды")
    assert "version 2" in owner.text


def test_what_is_wrong_is_listed_and_keeps_from_publishing(at: Any, page_house: House) -> None:
    owner = _begins(at)
    _changes(page_house, "tests/rejected.yaml", None)

    owner.opens("/workshop/certificate/publish")

    assert "keeps from publishing" in owner.text
    assert "It can be published when nothing keeps it from that any more." in owner.text
    held = {"version": "2", "reason": "x"}
    owner.posts("/workshop/certificate/publish", status=422, **held)
    assert "Nothing is published yet" in owner.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Certificate!"}, "small Latin letters"),
        ({"name": "memo"}, "there is a kind memo already"),
        (dict.fromkeys(TITLES, ""), "Expected a title"),
    ],
)
def test_a_new_kind_that_cannot_be_begun_is_refused_and_what_was_typed_stays(
    at: Any, given: dict[str, str], said: str
) -> None:
    owner = at("owner").opens("/workshop/new")

    status = 409 if given.get("name") == "memo" else 422
    owner.sends("/workshop/new", **{"name": "certificate", **TITLES, **given}, status=status)

    assert said in owner.text


def test_a_diagram_of_another_tool_becomes_a_draft_that_says_what_is_wrong(at: Any) -> None:
    drawn = kinds.read_folder(BLANK)["process.bpmn"].replace(b'<bagyt:verb name="file_away" />', b"")
    owner = at("owner").opens("/workshop/new")
    owner.sends("/workshop/new", name="certificate", **TITLES, files={"file": (drawn, "theirs.bpmn")})

    owner.opens("/workshop/certificate/publish")

    assert "Поместить в дело" in owner.text
    assert "keeps from publishing" in owner.text


def test_an_archive_comes_back_byte_for_byte(at: Any, page_house: House) -> None:
    owner = _begins(at)
    packed = owner.opens("/workshop/certificate/draft.zip").page.data
    owner.opens("/workshop/certificate").sends("/workshop/certificate/draft/end")

    owner.opens("/workshop/new").sends("/workshop/new", name="", files={"file": (packed, "certificate.zip")})

    assert owner.opens("/workshop/certificate/draft.zip").page.data == packed
    assert "process.bpmn" in ZipFile(BytesIO(packed)).namelist()


@pytest.mark.parametrize("content", [b"<html></html>", b"not xml at all", b"PK\x03\x04broken", b"<!DOCTYPE x><x/>"])
def test_a_file_that_is_no_kind_is_refused_with_a_sentence(at: Any, content: bytes) -> None:
    owner = at("owner").opens("/workshop/new")

    owner.sends("/workshop/new", name="certificate", **TITLES, files={"file": (content, "x.bpmn")}, status=422)

    assert "Expected" in owner.text


def test_an_editor_saves_and_is_told_when_somebody_else_has(at: Any) -> None:
    owner = _begins(at)

    first = _script_saves(owner, 1, b"# Ours\n")
    second = _script_saves(owner, 1, b"# Theirs\n")
    wrong = _script_saves(owner, 2, b"x", "run.py")

    assert (first.status_code, first.get_json()) == (200, {"version": 2})
    assert second.status_code == 409
    assert "has saved it since" in second.get_json()["detail"]
    assert wrong.status_code == 422
    assert owner.client.get("/workshop/certificate/draft/file?name=README.md").data == b"# Ours\n"


def test_an_editor_asks_what_the_draft_is_worth(at: Any) -> None:
    owner = _begins(at)
    token = owner.form("/workshop/certificate/draft/end")[0][1]

    found = owner.client.post("/workshop/certificate/draft/check", headers={"X-CSRF-Token": token})

    told = json.loads(found.data)
    assert (told["ready"], told["coverage"], told["problems"]) == (True, 1.0, [])
    assert all(one["passed"] for one in told["stories"])


def test_an_earlier_save_is_taken_back(at: Any) -> None:
    owner = _begins(at)
    _script_saves(owner, 1, b"# Ours\n")

    owner.opens("/workshop/certificate").posts("/workshop/certificate/draft/take_back", version="2", to="1")

    assert "The draft is as it was then." in owner.text
    assert owner.client.get("/workshop/certificate/draft/file?name=README.md").data != b"# Ours\n"


def test_nobody_else_sees_drafts(at: Any) -> None:
    _begins(at)

    for login in ("teacher", "rector", "admin"):
        for address in (
            "/workshop/new",
            "/workshop/certificate",
            "/workshop/certificate/publish",
            "/workshop/certificate/draft.zip",
        ):
            at(login).opens(address, status=403)
