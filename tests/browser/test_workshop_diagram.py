"""The editor of diagrams in a real browser: an owner changes a route, nothing of it is lost, four languages are whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.catalogue import drafts
from tests.browser.axe import violations
from tests.browser.conftest import listen
from tests.browser.drawing import (
    AT,
    INSERT,
    TOUCH,
    begins,
    canonical,
    drawn,
    opens,
    owner_draws,
    saved,
    walk_through,
)
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

KINDS = ("memo", "order", "trip")
LOOKS = [("kk", "light", 1366), ("ru", "dark", 320)]
MORE = [("kk", "dark", 1366), ("ru", "light", 320), ("ky", "light", 1366), ("en", "light", 1366)]


@pytest.fixture
def served(small_house: House) -> Iterator[tuple[House, str]]:
    with serving(small_house) as address:
        yield small_house, address


def before_the_memo(chromium: Browser, served: tuple[House, str], complaints: list[str]) -> tuple[House, Page]:
    """The owner before the memo's diagram; what the browser complains of is written down."""
    house, address = served
    seat = owner_draws(chromium, house, address, "memo")
    listen(seat.page, complaints)
    return house, opens(seat, "memo")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_opened_and_saved_says_all_that_it_said(
    chromium: Browser, served: tuple[House, str], kind: str
) -> None:
    house, address = served
    begins(house, kind)
    before = drawn(house, kind)
    page = opens(sits_down(chromium, address, "owner"), kind)

    page.evaluate(TOUCH)
    saved(page)

    after = drawn(house, kind)
    assert after != before
    assert canonical(after) == canonical(before)
    page.context.close()


def test_an_owner_changes_a_term_and_adds_an_approver_and_finds_both_again(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    house, page = before_the_memo(chromium, served, complaints)

    page.evaluate(AT, ["approve_chair"])
    page.get_by_label("How long").fill("3")
    page.get_by_label("How long").press("Tab")
    expect(page.get_by_label("Counted in")).to_be_focused()
    made = page.evaluate(INSERT)
    page.evaluate(AT, [made])
    page.get_by_label("Name", exact=True).fill("Approve by the bursar")
    page.get_by_label("Name", exact=True).blur()
    page.get_by_label("Add a button").select_option("return")
    saved(page)

    page.reload()
    page.wait_for_selector("#modeler[data-ready]")
    page.evaluate(AT, [made])
    expect(page.get_by_label("Name", exact=True)).to_have_value("Approve by the bursar")
    expect(page.get_by_role("group", name="Return", exact=True)).to_be_visible()
    page.evaluate(AT, ["approve_chair"])
    expect(page.get_by_label("How long")).to_have_value("3")
    assert b'amount="3"' in drawn(house, "memo")
    assert complaints == []
    page.context.close()


def test_a_problem_leads_to_its_element_and_undoing_takes_it_away(chromium: Browser, served: tuple[House, str]) -> None:
    house, address = served
    page = opens(owner_draws(chromium, house, address, "memo"), "memo")

    page.evaluate(AT, ["freeze"])
    page.get_by_label("What the system does").select_option("")
    problem = page.locator("[data-modeler=problems] li.error").first
    expect(problem).to_contain_text("It does nothing yet")
    page.evaluate(AT, ["dean"])
    problem.get_by_role("button").click()
    expect(page.get_by_label("What the system does")).to_have_value("")
    saved(page)
    expect(page.locator("[data-modeler=problems]")).to_contain_text("Expected a verb")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("What the system does")).to_have_value("make_rendition")
    expect(page.locator("[data-modeler=problems] li.error")).to_have_count(0)
    page.context.close()


def test_two_owners_at_one_draft_are_told_and_nothing_is_overwritten_unasked(
    chromium: Browser, served: tuple[House, str]
) -> None:
    house, address = served
    page = opens(owner_draws(chromium, house, address, "memo"), "memo")
    with house.office.work(house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"README.md": b"theirs\n"})

    page.evaluate(TOUCH)
    expect(page.get_by_role("alert").filter(has_text="Somebody else has saved")).to_be_visible()
    with house.office.look(house.actor("owner")) as work:
        assert drafts.draft(work, "memo").version == 2
    page.get_by_role("button", name="Save mine over theirs").click()
    saved(page)

    with house.office.look(house.actor("owner")) as work:
        assert drafts.draft(work, "memo").version == 3
        assert drafts.draft(work, "memo").files["README.md"] == b"theirs\n"
    page.context.close()


def test_only_what_runs_is_offered_and_what_scenarios_walk_is_green(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    _house, page = before_the_memo(chromium, served, complaints)

    offered = page.evaluate("() => Object.keys(document.getElementById('modeler').modeler.get('palette').getEntries())")
    assert "create.user-task" in offered
    assert "create.data-store" not in offered
    page.evaluate(AT, ["approve_chair"])
    page.locator(".djs-context-pad [data-action=replace]").click()
    menu = page.locator(".djs-popup")
    expect(menu).to_contain_text("Service task")
    expect(menu).not_to_contain_text("Business rule task")
    page.keyboard.press("Escape")
    page.wait_for_selector("#modeler[data-checked]")
    page.get_by_label("What scenarios walk").check()
    assert page.locator(".modeler .walked").count() > 10
    assert page.locator(".modeler .never-walked").count() == 0
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    assert [one for one in complaints if "is deprecated" not in one] == []
    page.context.close()


@pytest.mark.parametrize(
    ("tongue", "theme", "width"), [*LOOKS, *(pytest.param(*one, marks=pytest.mark.full) for one in MORE)]
)
def test_the_editor_is_whole_in_every_language_accessible_and_fits(
    chromium: Browser,
    served: tuple[House, str],
    artefacts: Path,
    complaints: list[str],
    tongue: str,
    theme: str,
    width: int,
) -> None:
    house, address = served
    begins(house, "trip")
    prefers(house, "owner", tongue, theme)
    seat = sits_down(chromium, address, "owner", width=width)
    listen(seat.page, complaints)
    page = opens(seat, "trip")

    walk_through(page)
    page.evaluate(AT, ["approve_chair"])
    page.wait_for_selector("#modeler[data-checked]")
    page.screenshot(path=artefacts / f"workshop-diagram-{tongue}-{theme}-{width}.png", full_page=True)

    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    missing = page.evaluate("() => [...document.getElementById('modeler').missing]")
    assert missing == []
    assert wide <= 0
    assert violations(page, without="#modeler") == []
    assert complaints == []
    page.context.close()


def test_the_route_is_walked_and_continued_from_the_keyboard_alone(
    chromium: Browser, served: tuple[House, str]
) -> None:
    house, address = served
    page = opens(owner_draws(chromium, house, address, "memo"), "memo")

    page.get_by_role("button", name="Find a step").press("Enter")
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.type("approve_chair")
    page.keyboard.press("Enter")
    expect(page.get_by_label("How long")).to_have_value("1")
    page.get_by_role("button", name="Way to").press("Enter")
    page.get_by_role("button", name="To Согласовано?").press("Enter")
    expect(page.locator("[data-modeler=panel] .what")).to_have_text("Exclusive Gateway")
    page.get_by_role("button", name="Append a person's step").press("Enter")
    page.keyboard.type("Look at the sum")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Look at the sum")
    expect(page.get_by_label("Form", exact=True)).to_have_value("shared:approve")
    saved(page)

    assert b"Look at the sum" in drawn(house, "memo")
    page.context.close()


def test_a_name_is_not_drawn_as_html_by_the_simulation(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    _house, page = before_the_memo(chromium, served, complaints)
    page.evaluate(AT, ["start"])
    page.get_by_label("Name", exact=True).fill('<b class="injected">x</b>')
    page.get_by_label("Name", exact=True).blur()

    page.get_by_role("button", name="Play with tokens").click()
    page.evaluate("() => document.querySelector('.djs-overlays[data-container-id=start] .bts-context-pad').click()")
    expect(page.locator(".bts-notification").filter(has_text='<b class="injected">x</b>').first).to_be_visible()

    assert page.locator(".injected").count() == 0
    assert complaints == []
    page.context.close()
