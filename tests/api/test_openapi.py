"""The API's description: valid, whole, and the reference page beside it."""

from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.programs import Desk
from webui.api.calling import CALLS
from webui.api.openapi import address, description
from webui.api.reference import MARK, table


def test_the_description_is_valid(api: Desk) -> None:
    given = api.client.get("/api/v1/openapi.json").get_json()

    assert given["openapi"].startswith("3.1")
    assert [str(error)[:300] for error in OpenAPIV31SpecValidator(given).iter_errors()] == []


def test_every_call_of_the_application_is_described_and_nothing_else(api: Desk) -> None:
    served = {
        (method, rule.rule.removeprefix("/api/v1"))
        for rule in api.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.describe"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(method.upper(), path) for path, calls in description()["paths"].items() for method in calls}

    assert served == {(one.method, one.rule) for one in CALLS}
    assert described == {(one.method, address(one)) for one in CALLS}


def test_every_call_says_what_it_is_for_takes_gives_and_refuses() -> None:
    for path, calls in description()["paths"].items():
        for method, one in calls.items():
            assert one["summary"], path
            assert {"401", "403"} <= set(one["responses"])
            assert method != "post" or one["requestBody"]["content"]
            assert method != "post" or any(given.get("name") == "Idempotency-Key" for given in one["parameters"])
            done = next(answer for status, answer in one["responses"].items() if status.startswith("2"))
            assert "content" in done or "204" in one["responses"]


def test_the_page_of_the_description_is_served_from_here(api: Desk) -> None:
    page = api.client.get("/api/docs")

    assert page.status_code == 200
    assert 'data-url="/api/v1/openapi.json"' in page.text
    assert "https://" not in page.text


def test_the_reference_page_is_the_programs(checkout: Path) -> None:
    told = (checkout / "docs" / "reference" / "api.md").read_text()

    assert told.partition(MARK)[2].strip() == table().strip(), "Write it anew: python -m webui.api.reference"
