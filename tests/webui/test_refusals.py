"""Whatever the engine or the web refuses is told in one of two shapes, in the reader's language."""

import logging

import pytest
from flask.testing import FlaskClient

STATUSES = {
    "not-found": 404, "not-allowed": 403, "account-locked": 403, "wrong-state": 409, "stale": 409, "invalid": 422,
    "kind-refused": 422, "too-many": 429, "unavailable": 503, "not-signed-in": 401,
}  # fmt: skip
LANGUAGES = {"kk": "Рұқсат жоқ", "ru": "Нет доступа", "ky": "Уруксат жок", "en": "Not allowed"}


@pytest.mark.parametrize(("code", "status"), STATUSES.items())
def test_programs_get_problem_json(web: FlaskClient, code: str, status: int) -> None:
    answer = web.get(f"/api/v1/trial/{code}", headers={"Accept-Language": "en"})

    assert answer.content_type == "application/problem+json"
    assert answer.status_code == answer.json["status"] == status
    assert answer.json["type"].endswith(code)
    assert {"type", "title", "status", "detail"} <= set(answer.json)
    assert ("problems" in answer.json) == (status == 422)


@pytest.mark.parametrize(("code", "status"), [pair for pair in STATUSES.items() if pair[1] != 401])
@pytest.mark.parametrize("language", LANGUAGES)
def test_people_get_a_page_that_says_what_why_and_next(web: FlaskClient, code: str, status: int, language: str) -> None:
    answer = web.get(f"/trial/{code}", headers={"Accept-Language": language})

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f'<html lang="{language}"' in answer.text
    assert "<h1>" in answer.text and 'class="step"' in answer.text
    assert language == "en" or "Expected" not in answer.text


@pytest.mark.parametrize(("language", "title"), LANGUAGES.items())
def test_the_title_is_said_in_the_language(web: FlaskClient, language: str, title: str) -> None:
    assert title in web.get("/trial/not-allowed", headers={"Accept-Language": language}).text


def test_each_field_is_named_with_its_sentence(web: FlaskClient) -> None:
    answer = web.get("/api/v1/trial/invalid", headers={"Accept-Language": "ru"})

    assert answer.json["problems"] == [{"field": "form_size", "message": "Нужно целое число, а дано: <b>."}]


def test_what_a_person_typed_is_shown_as_text(web: FlaskClient) -> None:
    assert "&lt;b&gt;" in web.get("/trial/invalid").text


def test_a_kinds_problem_says_where(web: FlaskClient) -> None:
    problem = web.get("/api/v1/trial/kind-refused").json["problems"][0]

    assert (problem["element"], problem["place"], problem["name"]) == ("sign_dean", "process.bpmn", "Sign")


def test_waiting_is_told_in_seconds(web: FlaskClient) -> None:
    assert web.get("/trial/too-many").headers["Retry-After"] == "30"
    assert web.get("/api/v1/trial/unavailable").headers["Retry-After"] == "60"


def test_nobody_is_sent_to_sign_in_and_back(web: FlaskClient) -> None:
    answer = web.get("/echo?a=1&b=2")

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/echo?a%3D1%26b%3D2")
    assert web.get("/api/v1/echo").headers["WWW-Authenticate"].startswith("Bearer")


def test_a_part_of_a_page_asks_for_the_whole_sign_in_page(web: FlaskClient) -> None:
    answer = web.get("/echo", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=/echo")


def test_a_locked_accounts_token_is_told_so(web: FlaskClient) -> None:
    answer = web.get("/api/v1/echo", headers={"Authorization": "Bearer locked-token"})

    assert answer.status_code == 403
    assert answer.json["type"].endswith("account-locked")


@pytest.mark.parametrize("address", ["/nowhere", "/api/v1/nowhere", "/tasks/%00", "/%ff", "/api/v1/" + "a" * 5000])
def test_an_unknown_address(web: FlaskClient, address: str) -> None:
    assert web.get(address).status_code == 404


def test_a_wrong_method_names_the_right_ones(teacher: FlaskClient) -> None:
    answer = teacher.put("/api/v1/echo", headers={"X-CSRF-Token": "c" * 43})

    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("body", ["{", "", "\x00", '{"a": NaN', "[1,]"])
def test_broken_json(web: FlaskClient, body: str) -> None:
    answer = web.post(
        "/api/v1/echo", data=body, content_type="application/json", headers={"Authorization": "Bearer right-token"}
    )

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("shape", ["", "/api/v1"])
def test_a_fault_shows_a_number_and_nothing_else(
    web: FlaskClient, shape: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "bagyt.web"):
        answer = web.get(f"{shape}/trial/fault")

    number = caplog.records[0].args[0]
    assert answer.status_code == 500
    assert number in answer.text
    assert "secret of the house" not in answer.text
