"""The calendar by calls: read by everybody, changed by those who look after it, never over somebody else's change."""

import pytest

from tests.api.programs import Desk


def test_a_day_is_made_free_and_as_usual_again(api: Desk) -> None:
    before = api("teacher").get("/calendar", year=2026)

    made = api("admin").call(
        "PUT", "/calendar/2026-12-30", json={"works": False, "reason": "№ 1", "version": before["version"]}
    )
    after = api("teacher").get("/calendar", year=2026)
    again = api("admin").call("DELETE", "/calendar/2026-12-30")

    assert [made.get_json()[one] for one in ("kind", "changed", "reason")] == ["free", True, "№ 1"]
    assert (before["working_days"], after["working_days"]) == (247, 246)
    assert after["version"] > before["version"]
    assert [again.get_json()[one] for one in ("works", "hours")] == [True, "09:00–13:00, 14:00–18:00"]


def test_a_change_over_another_one_is_stale(api: Desk) -> None:
    seen = api("admin").get("/calendar")["version"]
    api("admin").call("PUT", "/calendar/2026-12-30", json={"works": False, "reason": "№ 1", "version": seen})

    refused = api("admin").refused("/calendar/2026-12-29", "PUT", works=False, reason="№ 2", version=seen)

    assert (refused["status"], refused["type"].rpartition("/")[2].rpartition(":")[2]) == (409, "stale")


def test_a_day_is_not_made_as_usual_over_another_change(api: Desk) -> None:
    day = "/calendar/2026-12-30"
    seen = api("admin").get("/calendar")["version"]
    api("admin").call("PUT", day, json={"works": False, "reason": "№ 1", "version": seen})

    refused = api("admin").call("DELETE", f"{day}?version={seen}")
    cleared = api("admin").call("DELETE", f"{day}?version={seen + 1}")

    assert (refused.status_code, refused.get_json()["type"].rpartition("/")[2].rpartition(":")[2]) == (409, "stale")
    assert (cleared.status_code, cleared.get_json()["changed"]) == (200, False)
    assert api("admin").call("DELETE", f"{day}?version=x").status_code == 422


@pytest.mark.parametrize(
    ("login", "method", "day", "body", "status"),
    [
        ("admin", "PUT", "2100-01-01", {"works": False, "reason": "x"}, 422),
        ("admin", "PUT", "tomorrow", {"works": False, "reason": "x"}, 404),
        ("admin", "PUT", "2026-12-30", {"works": False, "reason": "x", "hours": "09:00-10:00"}, 422),
        ("admin", "PUT", "2026-12-30", {"works": True, "reason": "x", "hours": "nine"}, 422),
        ("admin", "PUT", "2026-12-30", {"works": True, "reason": "  "}, 422),
        ("teacher", "PUT", "2026-12-30", {"works": False, "reason": "x"}, 403),
    ],
)
def test_wrong_days_hours_and_people_are_refused(
    api: Desk, login: str, method: str, day: str, body: dict[str, object], status: int
) -> None:
    assert api(login).refused(f"/calendar/{day}", method, **body)["status"] == status


def test_what_is_not_there_is_told(api: Desk) -> None:
    assert api("admin").call("DELETE", "/calendar/2026-12-30").status_code == 404
    assert api("teacher").call("GET", "/calendar?year=1800").status_code == 422
