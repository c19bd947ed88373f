"""Which language a page speaks, and switching it without losing the place."""

import pytest
from flask.testing import FlaskClient

from tests.webui.port import Accounts
from tests.webui.test_security import form_token


def lang(web: FlaskClient, address: str = "/sign-in", **headers: str) -> str:
    return web.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()}).text.split(
        'lang="'
    )[1][:2]


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("", "kk"),
        ("de", "kk"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("ky-KG", "ky"),
        ("en-GB", "en"),
        ("de, en;q=0.5", "en"),
        (";;q=x", "kk"),
    ],
)
def test_the_browsers_language_else_kazakh(web: FlaskClient, wanted: str, spoken: str) -> None:
    assert lang(web, Accept_Language=wanted) == spoken


def test_the_cookie_is_before_the_browser_and_the_person_before_the_cookie(
    teacher: FlaskClient, accounts: Accounts
) -> None:
    teacher.set_cookie("bagyt-language", "ru")
    assert lang(teacher, "/look", Accept_Language="en") == "ru"

    accounts.prefer("session-1", language="ky")

    assert lang(teacher, "/look", Accept_Language="en") == "ky"


def test_a_forged_cookie_is_passed_over(web: FlaskClient) -> None:
    web.set_cookie("bagyt-language", "../../etc")
    web.set_cookie("bagyt-theme", '"><script>')

    assert lang(web) == "kk"
    assert 'data-bs-theme="auto"' in web.get("/sign-in").text


def test_switching_keeps_the_place(web: FlaskClient) -> None:
    page = web.get("/sign-in?next=/tasks").text
    assert 'name="next" value="/sign-in?next=/tasks"' in page

    answer = web.post(
        "/language", data={"language": "ru", "next": "/sign-in?next=/tasks", "csrf_token": form_token(page)}
    )

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/tasks")
    assert lang(web) == "ru"


def test_the_persons_choice_is_kept_with_the_account(teacher: FlaskClient, accounts: Accounts) -> None:
    teacher.post("/language", data={"language": "ky", "csrf_token": "c" * 43})
    teacher.post("/theme", data={"theme": "dark", "csrf_token": "c" * 43})

    assert (accounts.alive["session-1"].language, accounts.alive["session-1"].theme) == ("ky", "dark")
    assert 'data-bs-theme="dark"' in teacher.get("/look").text


@pytest.mark.parametrize(("address", "field"), [("/language", "language"), ("/theme", "theme")])
def test_an_unknown_choice_is_refused(teacher: FlaskClient, address: str, field: str) -> None:
    assert teacher.post(address, data={field: "xx", "csrf_token": "c" * 43}).status_code == 422


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 новое уведомление"), (3, "3 новых уведомления"), (5, "5 новых уведомлений")]
)
def test_russian_counts_in_three_forms(app: object, count: int, words: str) -> None:
    from webui.languages import ngettext

    with app.test_request_context("/", headers={"Accept-Language": "ru"}):  # type: ignore[attr-defined]
        assert ngettext("{count} new message", "{count} new messages", count) == words
