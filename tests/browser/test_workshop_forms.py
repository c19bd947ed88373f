"""The editor of forms in a real browser: an owner changes a form, nothing of it is lost, four languages are whole."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import forms
from engine.catalogue import drafts
from tests.browser.axe import violations
from tests.browser.conftest import listen
from tests.browser.drawing import begins
from tests.browser.forming import AT, CONTENT, kept, opens, puts, saved
from tests.browser.people import Seat, prefers, sits_down
from tests.browser.served import serving
from tests.offices import House
from webui.workshop_forms_words import GROUPS

LOOKS = [("kk", "light", 1366), ("ru", "dark", 320)]
MORE = [("kk", "dark", 1366), ("ru", "light", 320), ("ky", "light", 1366), ("en", "light", 1366)]
CANVAS = ".formcanvas .fjs-editor-container"


@pytest.fixture
def served(small_house: House) -> Iterator[tuple[House, str]]:
    with serving(small_house) as address:
        yield small_house, address


def owner_at(chromium: Browser, served: tuple[House, str], *kinds: str) -> Seat:
    house, address = served
    begins(house, *kinds)
    prefers(house, "owner", "en", "light")
    return sits_down(chromium, address, "owner")


def field(house: House, kind: str, form: str, id: str) -> Any:
    source = json.loads(kept(house, kind, form))
    return next((one for one in source["components"] if one["id"] == id), None)


def test_what_is_opened_and_saved_says_all_that_it_said(chromium: Browser, served: tuple[House, str]) -> None:
    house, _address = served
    seat = owner_at(chromium, served, "memo", "order", "trip")

    for kind in ("memo", "order", "trip"):
        with house.office.look(house.actor("owner")) as work:
            names = [one for one in drafts.draft(work, kind).files if one.endswith(".form")]
        for name in names:
            page = opens(seat, kind, name.removesuffix(".form"))
            before, after = kept(house, kind, name.removesuffix(".form")), page.evaluate(CONTENT)
            assert json.loads(after) == json.loads(before), name
            assert forms.read(after, name).fields == forms.read(before, name).fields
    seat.page.context.close()


def test_an_owner_changes_a_form_and_sees_it_as_the_employee_will(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    house, _address = served
    seat = owner_at(chromium, served, "memo")
    listen(seat.page, complaints)
    page = opens(seat, "memo", "submit")

    page.evaluate(AT, "subject")
    page.get_by_label("Label", exact=True).fill("What the memo is about")
    page.get_by_label("Help under the label", exact=True).fill("In a few words")
    page.get_by_label("At most characters").fill("120")
    page.get_by_label("At most characters").press("Tab")
    page.get_by_role("button", name="Sum of money").click()
    page.get_by_label("Label", exact=True).fill("Price")
    page.get_by_label("Name of the answer").fill("price")
    page.get_by_label("Hidden when").fill('language != "kk"')
    page.get_by_label("Hidden when").press("Tab")
    saved(page)

    subject, price = (
        field(house, "memo", "submit", "subject"),
        json.loads(kept(house, "memo", "submit"))["components"][1],
    )
    assert subject["validate"]["maxLength"] == 120
    assert (price["type"], price["key"], price["conditional"]) == ("money", "price", {"hide": '=language != "kk"'})
    preview = page.locator("[data-editor=preview]")
    expect(preview.get_by_label("What the memo is about")).to_be_visible()
    expect(preview.get_by_label("Price")).to_be_visible()
    preview.locator("[name=language]").last.select_option("ru")
    expect(preview.get_by_label("Price")).to_be_hidden()
    preview.get_by_label("What the memo is about").fill("")
    preview.get_by_role("button", name="Would it be taken?").click()
    expect(preview).to_contain_text("Expected an answer, but there is none.")
    assert complaints == []
    page.context.close()


def test_texts_are_written_in_the_grid_and_undone(chromium: Browser, served: tuple[House, str]) -> None:
    house, _address = served
    page = opens(owner_at(chromium, served, "memo"), "memo", "submit")
    missing = page.locator("[data-editor=lacking]")
    expect(missing).to_have_text("Nothing is missing.")

    page.get_by_role("button", name="Line of text").click()
    expect(missing).to_have_text("Missing: 3")
    made = json.loads(page.evaluate(CONTENT))["components"][-1]["id"]
    for tongue, words in (("kk", "Себебі"), ("ru", "Причина"), ("ky", "Себеби"), ("en", "Reason")):
        page.locator(f"[data-text='{made}.label'][lang={tongue}]").fill(words)
        page.locator(f"[data-text='{made}.label'][lang={tongue}]").press("Tab")
    expect(missing).to_have_text("Nothing is missing.")
    saved(page)
    source = json.loads(kept(house, "memo", "submit"))
    said = {
        "ru": source["components"][-1]["label"],
        **{one: source["x-i18n"][one][f"{made}.label"] for one in ("kk", "ky", "en")},
    }
    assert said == {"kk": "Себебі", "ru": "Причина", "ky": "Себеби", "en": "Reason"}
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"[data-text='{made}.label'][lang=en]")).to_have_value("")
    page.context.close()


def test_the_canvas_is_worked_from_the_keyboard(chromium: Browser, served: tuple[House, str]) -> None:
    house, _address = served
    page = opens(owner_at(chromium, served, "memo"), "memo", "submit")
    first, second = (one["id"] for one in json.loads(kept(house, "memo", "submit"))["components"][:2])

    page.locator(f"{CANVAS} [data-id={first}]").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of the answer")).to_have_value(first)
    page.locator(f"{CANVAS} [data-id={first}]").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert [one["id"] for one in json.loads(page.evaluate(CONTENT))["components"]][:2] == [second, first]
    page.keyboard.press("Control+z")
    assert [one["id"] for one in json.loads(page.evaluate(CONTENT))["components"]][:2] == [first, second]
    page.locator(f"{CANVAS} [data-id={second}]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    assert second not in [one["id"] for one in json.loads(page.evaluate(CONTENT))["components"]]
    page.get_by_role("button", name="Day or time").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is asked")).to_have_value("date")
    page.context.close()


def test_a_field_is_dragged_to_its_place(chromium: Browser, served: tuple[House, str], complaints: list[str]) -> None:
    house, _address = served
    seat = owner_at(chromium, served, "memo")
    listen(seat.page, complaints)
    page = opens(seat, "memo", "submit")
    second = json.loads(kept(house, "memo", "submit"))["components"][1]["id"]

    source = page.get_by_role("button", name="Sum of money").bounding_box()
    target = page.locator(f"{CANVAS} [data-id={second}]").first.bounding_box()
    assert source and target
    page.mouse.move(source["x"] + 20, source["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + 40, steps=12)
    page.mouse.move(target["x"] + 20, target["y"] + 12, steps=6)
    page.mouse.up()

    types = [one["type"] for one in json.loads(page.evaluate(CONTENT))["components"]]
    assert types.count("money") == 1
    assert complaints == []
    page.context.close()


def test_a_problem_leads_to_its_field(chromium: Browser, served: tuple[House, str]) -> None:
    page = opens(owner_at(chromium, served, "memo"), "memo", "submit")

    page.evaluate(AT, "subject")
    page.get_by_label("Hidden when").fill("=days >")
    page.get_by_label("Hidden when").press("Tab")
    saved(page)
    problem = page.locator("[data-editor=problems] li.error").first
    expect(problem).to_contain_text("the condition cannot be read")
    page.evaluate(AT, "text")
    problem.get_by_role("button").click()
    expect(page.get_by_label("Hidden when")).to_have_value("=days >")
    expect(page.locator("[data-editor=preview]")).to_contain_text("It cannot be shown before it can be read.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-editor=problems] li.error")).to_have_count(0)
    page.context.close()


def test_two_owners_at_one_draft_are_told_and_nothing_is_overwritten_unasked(
    chromium: Browser, served: tuple[House, str]
) -> None:
    house, _address = served
    page = opens(owner_at(chromium, served, "memo"), "memo", "submit")
    before = kept(house, "memo", "submit")
    with house.office.work(house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"README.md": b"theirs\n"})

    page.evaluate(AT, "subject")
    page.get_by_label("Label", exact=True).fill("Mine")
    page.get_by_label("Label", exact=True).press("Tab")
    expect(page.locator("[data-editor=stale]")).to_be_visible()
    assert kept(house, "memo", "submit") == before
    page.get_by_role("button", name="Save mine over theirs").click()
    saved(page)

    assert b"Mine" in kept(house, "memo", "submit")
    page.context.close()


def every_type(language: str) -> dict[str, Any]:
    """A form with each type of field there is."""
    made: list[dict[str, Any]] = []
    for type in [one for _words, types in GROUPS for one in types]:
        one: dict[str, Any] = {"type": type, "id": f"f_{type}", "label": "Жер"}
        if type in {"group", "dynamiclist"}:
            one |= {"path": f"k_{type}", "components": []}
        elif type not in {"text", "separator"}:
            one["key"] = f"k_{type}"
        if type in {"select", "radio", "checklist", "taglist"}:
            one["values"] = [{"value": "a", "label": "Жер"}]
        made.append(one)
    return {"type": "default", "id": "submit", "x-language": language, "components": made, "x-i18n": {}}


@pytest.mark.parametrize(
    ("language", "theme", "width"), [*LOOKS, *(pytest.param(*one, marks=pytest.mark.full) for one in MORE)]
)
def test_the_pages_are_whole_in_every_language_and_pass_axe(
    chromium: Browser,
    served: tuple[House, str],
    complaints: list[str],
    artefacts: Path,
    language: str,
    theme: str,
    width: int,
) -> None:
    house, address = served
    begins(house, "memo")
    prefers(house, "owner", language, theme)
    seat = sits_down(chromium, address, "owner", language=language, theme=theme, width=width)
    listen(seat.page, complaints)

    for path in ("", "/submit/fields", "/submit/preview"):
        seat.opens(f"/workshop/memo/forms{path}")
        assert violations(seat.page) == [], path
        _no_wider(seat.page)
        name = path.replace("/", "-") or "-list"
        seat.page.screenshot(path=artefacts / f"forms{name}-{language}-{theme}-{width}.png", full_page=True)
    puts(house, "memo", "submit", every_type(language))
    page = opens(seat, "memo", "submit")
    for type in [one for _words, types in GROUPS for one in types]:
        page.evaluate(AT, f"f_{type}")
        page.wait_for_timeout(20)
    assert page.evaluate("[...document.getElementById('formeditor').missing]") == []
    assert violations(page) == []
    _no_wider(page)
    if language != "en":
        drawn = page.locator(CANVAS).inner_text()
        assert re.findall(r"[A-Za-z]{4,}", drawn.replace("yyyy", "")) == []
    page.screenshot(path=artefacts / f"forms-editor-{language}-{theme}-{width}.png", full_page=True)
    assert page.locator(".fjs-powered-by-link").count() == 1
    assert page.locator(".fjs-powered-by-link").is_visible()
    assert complaints == []
    page.context.close()


def _no_wider(page: Page) -> None:
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], wide
