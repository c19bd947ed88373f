"""What a browser sends of a form the server drew is judged as the answers it was drawn with: the same shown, the same refused."""

from collections.abc import Collection, Mapping
from random import Random
from typing import Any

import pytest
from apiflask import APIFlask

from engine import forms
from engine.errors import Invalid
from engine.forms import Form
from tests.browser.differing_forms import filled, trials
from tests.engine.forms.making import NOW, Known
from tests.webui.drawing import CHOICES, drawn, sent

FORMS = trials()
LISTED = [("memos", "Memos"), ("orders", "Orders")]


class Listed(Known):
    """All lists of the house hold the same."""

    def options(self, key: str) -> Collection[str]:
        return dict(LISTED)


def _refused(form: Form, raw: Mapping[str, Any]) -> set[str]:
    try:
        forms.check(form, raw, Listed(), now=NOW)
    except Invalid as refused:
        return {one.field for one in refused.problems}
    return set()


@pytest.mark.parametrize("name", FORMS)
def test_a_drawn_form_sends_back_what_it_was_drawn_with(app: APIFlask, name: str) -> None:
    form, random = FORMS[name], Random(name)

    for _ in range(12):
        raw = filled(form.fields, random)
        page = drawn(app, form, raw, (), "en", CHOICES | {"journals": LISTED, "cases": LISTED})

        again = forms.parse(form, sent(page), keep_empty=True)

        assert forms.visible(form, again) == forms.visible(form, raw), raw
        assert _refused(form, again) == _refused(form, raw), raw
