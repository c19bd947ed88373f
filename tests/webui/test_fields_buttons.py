"""The buttons of a form that only change the page."""

import pytest
from apiflask import APIFlask

from tests.webui.drawing import CHOICES, EVERY, drawn
from webui.fields import pressed

BUTTONS: list[tuple[str, str, list[str], str]] = [
    ("_add_row", "costs", ["a", "", None], "costs[2]"),  # type: ignore[list-item]
    ("_remove_row", "costs[0]", [""], "costs"),
    ("_remove_row", "costs[9]", ["a", ""], ""),
    ("_remove_row", "costs[x]", ["a", ""], ""),
    ("_add_row", "textfield", ["a", ""], ""),
    ("_add_row", "costs[0].item[1].x", ["a", ""], ""),
    ("_add_name", "people", ["a", ""], "people"),
    ("_refresh", "1", ["a", ""], ""),
]


@pytest.mark.parametrize(("name", "value", "items", "focus"), BUTTONS)
def test_a_button_that_only_changes_the_page_keeps_what_was_typed(
    name: str, value: str, items: list[str], focus: str
) -> None:
    pairs = [("textfield", "kept"), ("costs[0].item", "a"), ("costs[1].item", ""), (name, value)]

    turned = pressed(EVERY, pairs)

    assert turned is not None
    assert [row.get("item") for row in turned.raw["costs"]] == items
    assert (turned.raw["textfield"], turned.focus) == ("kept", focus)


def test_other_buttons_are_no_business_of_the_form() -> None:
    assert pressed(EVERY, [("outcome", "approve"), ("_enter", "1"), ("textfield", "x")]) is None


def test_one_stands_in_the_new_row(app: APIFlask) -> None:
    turned = pressed(EVERY, [("costs[0].item", "a"), ("_add_row", "costs")])
    assert turned is not None

    root = drawn(app, EVERY, turned.raw, (), "en", CHOICES, focus=turned.focus)

    assert [each.get("name") for each in root.xpath("//*[@autofocus]")] == ["costs[1].item"]
