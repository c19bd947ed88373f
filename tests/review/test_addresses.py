"""Nothing an address or a field of a person can hold is more than the pages and the database bear."""

import re

import pytest

from tests.engine.conftest import quick_houses  # noqa: F401
from tests.offices import House
from tests.pki import PASSPHRASE
from tests.webui.pages import Reader
from webui.serving import application

HUGE, OVER = "9" * 30, "3000000000"
ODD = (HUGE, OVER, "-1", "x", "%00", "a%00b", "%ED%A0%80")
ADDRESSES = (
    "/verify/{odd}",
    "/feed?before={odd}",
    "/journals/{odd}/2026",
    "/journals/memos/{odd}",
    "/journals/memos/{odd}.csv",
    "/journals/memos/2026?after={odd}&since={odd}",
    "/documents?q={odd}&state={odd}&kind={odd}",
    "/documents?cursor={odd}",
    "/documents?scope=all&cursor=2026-01-01T00:00:00%2B00:00|{odd}",
    "/documents/{odd}",
    "/documents/{id}/history?after={odd}&act={odd}",
    "/documents/{id}/rendition.pdf?round={odd}",
    "/documents/{id}/pages/{odd}/1.png",
    "/documents/{id}/pages/1/{odd}.png?v={odd}",
    "/documents/{id}/attachments/{odd}",
    "/search?q={odd}",
    "/search?q=a&cursor={odd}",
    "/tasks?kind={odd}&tab={odd}&cursor={odd}",
    "/tasks/{odd}",
    "/start/{odd}",
    "/registration?task={odd}",
    "/registration?done={odd}",
    "/unit?cursor={odd}",
    "/people?q={odd}",
    "/workshop/{odd}",
    "/workshop/{odd}/diagram.bpmn",
    "/sign-in?next={odd}",
)


def _reader(house: House, login: str) -> Reader:
    app = application(house.office)
    app.config["BAGYT_PATIENCE"] = 0
    reader = Reader(app.test_client(), house)
    reader.opens("/sign-in").sends("/sign-in", login=login, password=PASSPHRASE)
    return reader


def _posts(reader: Reader, address: str, **body: str) -> int:
    token = re.search(r'name="csrf-token" content="([^"]*)"', reader.page.text)
    assert token
    return reader.client.post(address, data={"csrf_token": token[1], **body}).status_code


@pytest.mark.parametrize("login", ["registrar", "owner", "admin", "chair"])
def test_any_number_and_any_text_in_an_address_gets_an_answer(quick_houses: House, login: str) -> None:  # noqa: F811
    paper = quick_houses.as_("teacher").writes()
    reader = _reader(quick_houses, login)

    bad = [
        address
        for pattern in ADDRESSES
        for odd in ODD
        if reader.client.get(address := pattern.format(odd=odd, id=paper.id)).status_code >= 500
    ]

    assert bad == []


def test_a_login_no_database_can_hold_is_a_wrong_login(quick_houses: House) -> None:  # noqa: F811
    reader = Reader(application(quick_houses.office).test_client(), quick_houses)

    reader.opens("/sign-in").sends("/sign-in", login="teach\0er", password="x\0", status=422)

    assert reader.address == "/sign-in"


@pytest.mark.parametrize("odd", [HUGE, OVER, "x", "\0"])
def test_any_number_in_a_field_gets_an_answer(quick_houses: House, odd: str) -> None:  # noqa: F811
    draft = quick_houses.as_("teacher").writes(sends=False)
    reader = _reader(quick_houses, "teacher")

    answers = [
        _posts(reader, "/feed/read", up_to=odd),
        _posts(reader, f"/documents/{draft.id}/attachments/{HUGE}/remove"),
        _posts(reader, f"/documents/{draft.id}/attachments/{OVER}/remove"),
    ]

    assert max(answers) < 500


def test_nothing_is_noted_of_a_document_that_is_not_there(quick_houses: House) -> None:  # noqa: F811
    reader = _reader(quick_houses, "owner")

    assert [_posts(reader, f"/documents/{name}/check") for name in ("nothing", "y" * 200)] == [404, 404]
    assert quick_houses.broken() == []
