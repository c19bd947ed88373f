"""An owner before the editor of forms: opens a form of a draft, chooses fields, waits until it is saved, reads what is kept."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from engine.catalogue import drafts
from tests.browser.people import Seat
from tests.offices import House

AT = """(id) => {
  const editor = document.getElementById("formeditor").editor;
  editor.selection.set(editor.registry.get(id));
}"""
CONTENT = """() => document.getElementById("formeditor").editor.content()"""


def opens(seat: Seat, kind: str, form: str) -> Page:
    seat.opens(f"/workshop/{kind}/forms/{form}")
    seat.page.wait_for_selector("#formeditor[data-ready]")
    assert seat.page.get_attribute("#formeditor", "data-ready") == "yes", seat.text
    seat.page.wait_for_selector("#formeditor[data-previewed]")
    return seat.page


def kept(house: House, kind: str, form: str) -> bytes:
    with house.office.look(house.actor("owner")) as work:
        return drafts.draft(work, kind).files[f"{form}.form"]


def puts(house: House, kind: str, form: str, content: bytes | dict[str, Any]) -> None:
    plain = content if isinstance(content, bytes) else json.dumps(content).encode()
    with house.office.work(house.actor("owner")) as work:
        drafts.save(work, kind, drafts.draft(work, kind).version, {f"{form}.form": plain})


def saved(page: Page) -> None:
    """Waits until the form is saved and what the office says of it is there."""
    page.wait_for_selector("#formeditor[data-state=saved]")
    said = page.locator("[data-editor=state]").inner_text()
    version = "".join(one for one in said if one.isdigit())
    expect(page.locator("#formeditor")).to_have_attribute("data-checked", version)
