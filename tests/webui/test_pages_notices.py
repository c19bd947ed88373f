"""The feed's page and the switches of letters, without a script."""

from collections.abc import Callable
from dataclasses import replace

from engine.notices.commands import post
from engine.office import OFFICE
from engine.people.queries import person
from tests.webui.pages import Reader
from tests.webui.test_pages_memo import sent

At = Callable[[str], Reader]


def test_the_feed_is_by_day_and_by_what_is_not_read(at: At) -> None:
    sent(at)
    chair = at("chair").opens("/feed")

    assert "is asked of you" in chair.text
    chair.sends("/feed/read")
    assert "No line of the feed is like that." in chair.opens("/feed?show=unread").text
    assert "is asked of you" in chair.opens("/feed?kind=memo").text
    assert "No line of the feed is like that." in chair.opens("/feed?show=mine").text


def test_switches_are_kept_and_seen_again(at: At) -> None:
    chair = at("chair").opens("/me/notices")
    assert dict(chair.form("/me/notices"))["asked"] == "digest"

    chair.sends("/me/notices", asked="now", progress="none", quiet=None)

    kept = dict(chair.opens("/me/notices").form("/me/notices"))
    assert (kept["asked"], kept["progress"], kept["overdue"]) == ("now", "none", "now")
    assert "quiet" not in kept


def test_switches_of_an_older_page_are_shown_again_instead_of_lost(at: At) -> None:
    chair = at("chair").opens("/me/notices")
    chair.sends("/me/notices", asked="now")
    chair.posts("/me/notices", version="0", asked="none", status=409, **_others())

    assert "have changed since" in chair.text
    assert dict(chair.form("/me/notices"))["asked"] == "none"
    chair.sends("/me/notices")
    assert dict(chair.opens("/me/notices").form("/me/notices"))["asked"] == "none"


def test_a_switch_that_is_none_is_refused(at: At) -> None:
    chair = at("chair").opens("/me/notices")
    chair.posts("/me/notices", version="0", asked="sometimes", status=422, **_others())

    assert "sometimes" in chair.text


def _others() -> dict[str, str]:
    return dict.fromkeys(("soon", "overdue", "returned", "registered", "progress", "stopped"), "now")


def test_an_administrator_sees_what_stands_in_the_outbox_and_sends_it_again(at: At) -> None:
    admin = at("admin")
    office = admin.house.office
    with office.work(OFFICE) as work:
        post(work, person(work, "chair").id, "account.unlocked", {})
    admin.opens("/administration/letters")
    assert "letters are held" in admin.text
    assert "Your account is open again" in admin.text

    at("teacher").opens("/administration/letters", status=403)
    office.tools.settings = replace(office.tools.settings, smtp_url="smtp://127.0.0.1:1")
    with office.work(OFFICE) as work:
        post(work, person(work, "chair").id, "digest", {"lines": []})
    admin.opens("/administration/letters")

    assert "Waiting: 1" in admin.text
