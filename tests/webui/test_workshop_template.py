"""The template of a draft: typed, looked at as a sample in two languages, saved; nothing typed is lost, nothing is run."""

from html import unescape
from typing import Any

import pytest

from engine.acts import drafting
from engine.catalogue import drafts
from engine.documents.models import Document
from tests.offices import House

PLACE = "/workshop/memo/template"


@pytest.fixture
def owner(at: Any, page_house: House) -> Any:
    with page_house.office.work(page_house.actor("owner")) as work:
        drafting.open_draft(work, "memo")
    return at("owner").opens(PLACE)


def files(house: House) -> dict[str, bytes]:
    with house.office.look(house.actor("owner")) as work:
        return dict(drafts.draft(work, "memo").files)


def test_a_sample_stands_beside_the_template_in_two_languages(owner: Any, page_house: House) -> None:
    assert owner.page.text.count("data:image/png;base64,") >= 2
    assert "doc.subject" in owner.page.text and "Requisites" not in owner.text
    with page_house.office.look(page_house.actor("owner")) as work:
        assert work.session.query(Document).count() == 0


def test_what_is_typed_is_looked_at_and_saved(owner: Any, page_house: House) -> None:
    before = files(page_house)["template.html"].decode()
    after = before.replace("{{ doc.subject }}", "<b>{{ doc.subject }}</b>")

    owner.sends(PLACE, template=after, _act="look")
    assert files(page_house)["template.html"].decode() == before
    assert "What is typed is not saved yet." in owner.text

    owner.sends(PLACE, template=after, _act="save")
    assert files(page_house)["template.html"].decode() == after


def test_a_text_is_changed_in_one_language_with_the_file_around_it_as_it_was(owner: Any, page_house: House) -> None:
    before = files(page_house)["translations.yaml"].decode().splitlines()

    owner.sends(PLACE, **{"text:to:kk": "Кімге жолданады", "_act": "save"})

    after = files(page_house)["translations.yaml"].decode().splitlines()
    assert len([one for one, old in zip(after, before, strict=True) if one != old]) == 1
    assert "Кімге жолданады" in "\n".join(after)


@pytest.mark.parametrize("wrong", [
    "{{ doc.nothing }}", "{% for x in %}", "{{ ''.__class__ }}", "{% include '/etc/passwd' %}", "<script>1</script>",
    '<img src="file:///etc/passwd">', "{% for a in doc.text %}" * 60,
])  # fmt: skip
def test_what_reaches_out_or_cannot_be_read_is_told_with_its_file(owner: Any, page_house: House, wrong: str) -> None:
    before = files(page_house)["template.html"].decode()

    owner.sends(PLACE, template=before + wrong, _act="look")

    assert "Expected" in owner.text
    assert "data:image/png" not in owner.page.text or "file:" in wrong
    assert wrong.split(maxsplit=1)[0] in unescape(owner.page.text)


def test_a_draft_saved_meanwhile_keeps_what_was_typed(owner: Any, page_house: House) -> None:
    with page_house.office.work(page_house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"README.md": b"theirs\n"})

    owner.sends(PLACE, template="<p>mine</p>", _act="save", version="1", status=409)

    assert "&lt;p&gt;mine&lt;/p&gt;" in owner.page.text
    assert b"mine" not in files(page_house)["template.html"]


def test_others_see_no_template(at: Any) -> None:
    at("teacher").opens(PLACE, status=403)
