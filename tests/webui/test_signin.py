"""Sign-in tells no secrets."""

import pytest
from flask.testing import FlaskClient

from tests.webui.test_security import form_token


def attempt(web: FlaskClient, login: str, password: str) -> tuple[int, str]:
    page = web.get("/sign-in", headers={"Accept-Language": "en"}).text
    answer = web.post(
        "/sign-in",
        data={"login": login, "password": password, "csrf_token": form_token(page)},
        headers={"Accept-Language": "en"},
    )
    return answer.status_code, answer.text.replace(f'value="{login}"', "")


def test_an_unknown_login_and_a_wrong_password_look_the_same(web: FlaskClient) -> None:
    assert attempt(web, "nobody", "Demo-2026!") == attempt(web, "teacher", "wrong")


def test_a_locked_account_is_told_whom_to_ask(web: FlaskClient) -> None:
    status, page = attempt(web, "locked", "x")

    assert status == 403
    assert "Ask the responsible person to unlock it." in page


def test_the_password_is_not_kept_by_the_page(web: FlaskClient) -> None:
    _status, page = attempt(web, "teacher", "Secret-typed-1!")

    assert "Secret-typed-1!" not in page
    assert 'type="password" autocomplete="off"' in page
    assert "Never let the browser save the password" in page


def test_the_typed_login_is_shown_as_text(web: FlaskClient) -> None:
    _status, page = attempt(web, '"><script>alert(1)</script>', "x")

    assert "<script>alert" not in page


@pytest.mark.parametrize("login", ["\x00", "😀" * 50, "a" * 10_000])
def test_strange_logins_are_only_wrong(web: FlaskClient, login: str) -> None:
    assert attempt(web, login, "x")[0] == 422


def test_who_is_signed_in_goes_on(teacher: FlaskClient) -> None:
    assert teacher.get("/sign-in?next=/tasks").location == "/tasks"


def test_the_demo_is_marked(web: FlaskClient) -> None:
    assert "Demo keys" in web.get("/sign-in", headers={"Accept-Language": "en"}).text
