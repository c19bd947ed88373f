"""Headers on every answer; no change without the form's own token and the right origin."""

import re

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from tests.webui.port import Accounts
from webui import create_app
from webui.session import safe_next

ADDRESSES = [
    "/sign-in",
    "/nowhere",
    "/trial/not-allowed",
    "/trial/fault",
    "/api/v1/openapi.json",
    "/api/v1/nowhere",
    "/api/docs",
    "/look",
]


def form_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_dressed(web: FlaskClient, address: str) -> None:
    headers = web.get(address).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_no_page_for_people_allows_anything_inline(web: FlaskClient) -> None:
    assert "unsafe" not in web.get("/sign-in").headers["Content-Security-Policy"]


def test_built_files_are_kept_for_a_year(web: FlaskClient) -> None:
    address = re.search(r'href="(/static/dist/app-[^"]+\.css)"', web.get("/sign-in").text)
    assert address

    with web.get(address[1]) as answer:
        assert answer.data

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "with_token", "status"),
    [
        ({}, True, 200),
        ({}, False, 403),
        ({"Origin": "http://localhost"}, True, 200),
        ({"Origin": "http://127.0.0.1:8000"}, True, 200),
        ({"Origin": "http://evil.example"}, True, 403),
        ({"Origin": "null"}, True, 403),
        ({"Sec-Fetch-Site": "same-origin"}, True, 200),
        ({"Sec-Fetch-Site": "same-origin"}, False, 403),
        ({"Sec-Fetch-Site": "same-site"}, True, 403),
        ({"Sec-Fetch-Site": "cross-site"}, True, 403),
    ],
)
@pytest.mark.parametrize("address", ["/echo", "/api/v1/echo"])
def test_a_change_by_cookie_needs_token_and_origin(
    teacher: FlaskClient, headers: dict[str, str], with_token: bool, status: int, address: str
) -> None:
    given = {"csrf_token": "c" * 43} if with_token else {}

    assert teacher.post(address, data=given, headers=headers).status_code == status


def test_a_foreign_token_does_not_fit(teacher: FlaskClient) -> None:
    assert teacher.post("/echo", data={"csrf_token": "d" * 43}).status_code == 403
    assert teacher.post("/echo", data={"csrf_token": "ә"}).status_code == 403


def test_the_token_may_come_in_a_header(teacher: FlaskClient) -> None:
    assert teacher.post("/echo", json={"a": 1}, headers={"X-CSRF-Token": "c" * 43}).status_code == 200


def test_a_program_with_a_bearer_token_needs_no_form_token(web: FlaskClient) -> None:
    answer = web.post("/api/v1/echo", json={"a": 1}, headers={"Authorization": "Bearer right-token"})

    assert answer.json == {"login": "teacher", "given": {"a": 1}}


def test_a_bearer_token_opens_no_pages(web: FlaskClient) -> None:
    assert web.get("/echo", headers={"Authorization": "Bearer right-token"}).status_code == 303


def test_a_wrong_authorization_does_not_fall_back_to_the_cookie(teacher: FlaskClient) -> None:
    assert teacher.post("/api/v1/echo", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert teacher.post("/api/v1/echo", headers={"Authorization": "Basic dDp0"}).status_code == 401


def test_a_post_after_the_session_ended_leads_to_sign_in(web: FlaskClient) -> None:
    web.set_cookie("bagyt", "ended")

    answer = web.post("/echo", data={"csrf_token": "c" * 43})

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_signing_in_needs_the_token_of_its_own_page(web: FlaskClient, accounts: Accounts) -> None:
    mine = {"login": "teacher", "password": "Demo-2026!"}
    assert web.post("/sign-in", data=mine).status_code == 403
    assert accounts.tries == []

    token = form_token(web.get("/sign-in").text)
    answer = web.post("/sign-in", data=mine | {"csrf_token": token, "next": "/tasks?x=1"})

    assert (answer.status_code, answer.location) == (303, "/tasks?x=1")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("bagyt="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age" not in cookie


def test_an_https_address_gives_locked_cookies_and_transport_security(accounts: Accounts) -> None:
    app = create_app(object(), accounts, secret_key="k" * 32, base_url="https://doc.example.kz")
    web = app.test_client()
    token = form_token(web.get("/sign-in", base_url="https://doc.example.kz").text)

    answer = web.post(
        "/sign-in",
        data={"login": "teacher", "password": "Demo-2026!", "csrf_token": token},
        base_url="https://doc.example.kz",
    )

    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-bagyt="))
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil", "a b"])
def test_a_foreign_host_is_refused(web: FlaskClient, host: str) -> None:
    answer = web.get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "tasks",
     "", None, "/a\r\nSet-Cookie: x=1", "/\\/evil", "\\\\evil", "///evil", "/ /evil"],
)  # fmt: skip
def test_only_plain_paths_of_this_site_are_gone_to(wanted: str | None) -> None:
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/tasks", "/tasks?scope=unit&state=open", "/journals/nk/2026#17"])
def test_own_paths_are_gone_to(wanted: str) -> None:
    assert safe_next(wanted) == wanted


def test_signing_out_ends_the_session_and_the_cookie(teacher: FlaskClient, accounts: Accounts) -> None:
    answer = teacher.post("/sign-out", data={"csrf_token": "c" * 43})

    assert (answer.status_code, accounts.alive) == (303, {})
    assert teacher.get_cookie("bagyt") is None


def test_too_large_a_body_is_refused_by_its_kind(app: APIFlask, teacher: FlaskClient) -> None:
    long_text = b'"' + b"a" * (9 * 1024 * 1024) + b'"'

    answer = teacher.post(
        "/api/v1/echo", data=long_text, content_type="application/json", headers={"X-CSRF-Token": "c" * 43}
    )

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    assert teacher.post("/echo", data={"text": "a" * (9 * 1024 * 1024)}).status_code == 413
