"""The forms of a draft: the list, new ones, shared ones taken, the list of fields, the preview; all without a script."""

import json
import re
from html import unescape
from random import Random
from typing import Any

from engine.catalogue import drafts
from engine.texts import LANGUAGES
from tests.engine.forms.test_mutated import broken
from tests.offices import House
from webui.workshop_forms_words import FORM_EDITOR, TYPE_WORDS

FORMS = "/workshop/memo/forms"


def _begins(at: Any, kind: str = "memo") -> Any:
    return at("owner").opens(f"/workshop/{kind}").sends(f"/workshop/{kind}/draft")


def _kept(house: House, name: str, kind: str = "memo") -> Any:
    with house.office.look(house.actor("owner")) as work:
        return json.loads(drafts.draft(work, kind).files[f"{name}.form"])


def _field(form: Any, id: str) -> Any:
    return next(one for one in form["components"] if one.get("id") == id)


def test_the_list_says_which_steps_show_each_form_and_which_kinds_a_shared_one(at: Any) -> None:
    page = _begins(at).opens(FORMS)

    rows = {
        row[0]: row[1:] for row in re.findall(r"<tr>\s*<td><a[^>]*>([^<]+)</a></td>(.*?)</tr>", page.page.text, re.S)
    }

    assert "a document begins with it" in rows["submit"][0]
    assert "<code" in rows["resolution"][0] and "sign_dean" in rows["resolution"][0]
    assert "approve_chair" in rows["shared:approve"][0]
    assert "memo, order, trip" in rows["shared:approve"][0]


def test_a_shared_form_taken_as_own_is_shown_by_the_steps_and_the_kind_still_passes(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(FORMS)

    owner.posts(f"{FORMS}/take", version="1", name="shared:approve")

    assert owner.address == f"{FORMS}/approve"
    assert "The form approve is the kind&#39;s own now." in owner.page.text
    with page_house.office.look(page_house.actor("owner")) as work:
        drawn = drafts.draft(work, "memo").files["process.bpmn"]
    assert (drawn.count(b'form="shared:approve"'), drawn.count(b'form="approve"')) == (0, 1)
    assert _kept(page_house, "approve")["id"] == "approve"
    assert "Nothing is wrong." in owner.opens("/workshop/memo/publish").text


def test_a_new_form_is_begun_copied_refused_and_taken_out(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(FORMS)

    owner.sends(FORMS, name="check", origin="submit")
    assert _kept(page_house, "check")["components"] == _kept(page_house, "submit")["components"]
    owner.opens(FORMS).sends(FORMS, name="check", status=422)
    assert "Expected a new name, but there is a form check already." in owner.text
    owner.opens(FORMS).sends(FORMS, name="Проверка", status=422)
    assert "Expected 2 to 40 small Latin letters" in owner.text
    owner.opens(FORMS).sends(f"{FORMS}/check/drop")
    assert "The form check is taken out." in owner.text
    owner.posts(f"{FORMS}/submit/drop", version="3", status=409)
    assert "Expected a form that no step shows, but submit is shown by" in owner.text


def test_a_field_is_changed_in_the_list_of_fields_without_a_script(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(f"{FORMS}/submit/fields")
    texts = {f"label_{one}": f"Тақырып {one}" for one in LANGUAGES}

    owner.posts(f"{FORMS}/submit/fields", version="1", field="subject", act="change", may_be_required="1", **texts)

    form = _kept(page_house, "submit")
    assert "required" not in _field(form, "subject").get("validate", {})
    assert {"Тақырып kk", "Тақырып ru", "Тақырып ky", "Тақырып en"} <= set(
        re.findall(r"Тақырып \w\w", json.dumps(form, ensure_ascii=False))
    )
    assert "Saved." in owner.text
    assert "Тақырып en" in owner.text


def test_choices_are_added_and_taken_out_without_a_script(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(f"{FORMS}/submit/fields")
    given = {"value_0": "kk", "value_0_kk": "Қазақша", "value_1": "", "value_2": "en", "value_2_en": "In English"}

    owner.posts(f"{FORMS}/submit/fields", version="1", field="language", act="change", choices="3", **given)

    assert [one["value"] for one in _field(_kept(page_house, "submit"), "language")["values"]] == ["kk", "en"]


def test_fields_are_put_in_moved_and_taken_out_without_a_script(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(f"{FORMS}/submit/fields")
    first = [one["id"] for one in _kept(page_house, "submit")["components"]]

    owner.posts(f"{FORMS}/submit/fields", version="1", act="add", type="money", key="price", label_en="Price")
    owner.posts(f"{FORMS}/submit/fields", version="2", act="up", field="price")
    owner.posts(f"{FORMS}/submit/fields", version="3", act="remove", field=first[0])

    assert [one["id"] for one in _kept(page_house, "submit")["components"]] == [*first[1:-1], "price", first[-1]]


def test_when_somebody_has_saved_since_nothing_is_overwritten(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(f"{FORMS}/submit/fields")
    with page_house.office.work(page_house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"README.md": b"theirs\n"})

    owner.posts(f"{FORMS}/submit/fields", version="1", act="remove", field="subject", status=409)

    assert "has saved it since" in owner.text
    assert _field(_kept(page_house, "submit"), "subject")


def test_the_preview_is_the_employees_form_filled_with_the_kinds_sample(at: Any) -> None:
    owner = _begins(at).opens(f"{FORMS}/submit/preview")
    assert "305-дәрісханадағы проекторды ауыстыру туралы" in owner.page.text

    owner.sends(f"{FORMS}/submit/preview", _act="send")
    assert "The office would take these answers." in owner.text
    owner.sends(f"{FORMS}/submit/preview", _act="send", subject="")
    assert "Expected an answer, but there is none." in owner.text
    owner.sends(f"{FORMS}/submit/preview", _act="fill", _language="kk")
    assert "Не туралы" in owner.page.text
    assert "Would it be taken?" in owner.text


def test_a_form_that_is_being_drawn_is_previewed_before_it_is_saved(at: Any, page_house: House) -> None:
    owner = _begins(at).opens(f"{FORMS}/submit/preview")
    drawn = {"components": [{"type": "money", "id": "a", "key": "price", "label": "<b>Price</b>"}], "x-language": "en"}

    owner.posts(f"{FORMS}/submit/preview", _content=json.dumps(drawn), _act="fill")
    assert "&lt;b&gt;Price&lt;/b&gt;" in owner.page.text
    owner.posts(f"{FORMS}/submit/preview", _content='{"components": [{"type": "iframe", "id": "w"}]}', _act="fill")
    assert "It cannot be shown before it can be read." in owner.text
    assert "iframe is none" in owner.text

    assert _field(_kept(page_house, "submit"), "subject")


def test_every_form_of_the_bundled_kinds_is_listed_edited_and_previewed(at: Any) -> None:
    owner = at("owner")
    for kind in ("memo", "order", "trip"):
        owner.opens(f"/workshop/{kind}").sends(f"/workshop/{kind}/draft").opens(f"/workshop/{kind}/forms")
        for address in sorted(set(re.findall(rf'href="(/workshop/{kind}/forms/[^"/]+)"', owner.page.text))):
            for page in ("", "/fields", "/preview"):
                owner.opens(unescape(address) + page)


def test_every_word_of_the_script_is_brought_by_the_page(at: Any) -> None:
    page = _begins(at).opens(f"{FORMS}/submit").page.text

    words, known = (
        json.loads(unescape(found)) for found in re.findall(r'<div hidden id="form-\w+">(.*?)</div>', page, re.S)
    )

    assert set(words) == set(FORM_EDITOR)
    assert set(known["names"]) == set(TYPE_WORDS)
    assert len(FORM_EDITOR) == len(set(FORM_EDITOR))


def test_no_page_of_forms_widens_the_policy(at: Any) -> None:
    owner = _begins(at)

    addresses = [f"{FORMS}{one}" for one in ("", "/submit", "/submit/fields", "/submit/preview")]
    policies = {owner.client.get(one).headers["Content-Security-Policy"] for one in addresses}

    assert len(policies) == 1
    assert "unsafe" not in policies.pop()


def test_a_broken_form_is_listed_previewed_and_told_and_never_a_fault(at: Any, page_house: House) -> None:
    owner, random = _begins(at).opens(f"{FORMS}/submit/preview"), Random(7)
    source = _kept(page_house, "submit")

    for _ in range(12):
        content = json.dumps(broken(source, random))
        owner.posts(f"{FORMS}/submit/preview", _content=content.replace("\\u0000", ""), _act="fill")
        with page_house.office.work(page_house.actor("owner")) as work:
            version = drafts.draft(work, "memo").version
            drafts.save(work, "memo", version, {"submit.form": content.encode()})
        seen = [
            owner.client.get(f"{FORMS}{one}").status_code
            for one in ("", "/submit", "/submit/fields", "/submit/preview")
        ]
        assert set(seen) <= {200, 422}, (seen, content)


def test_without_a_draft_or_without_the_right_there_is_nothing_to_see(at: Any) -> None:
    owner = at("owner")

    assert owner.client.get(FORMS).status_code == 404
    _begins(at)
    assert [owner.client.get(f"{FORMS}/{one}").status_code for one in ("none", "a/fields", "none/preview")] == [404] * 3
    assert at("teacher").client.get(f"{FORMS}/submit").status_code == 403
