"""The page of the diagram's editor: for owners with a draft, one exception in its policy, what its panel offers."""

import json
import re
from html import unescape
from typing import Any

from engine.catalogue import drafts
from tests.offices import House
from webui.workshop_diagram import DEEDS
from webui.workshop_editor_words import EDITOR
from webui.workshop_words import PANEL

ELSEWHERE = ("/workshop", "/workshop/memo", "/workshop/memo/publish")


def _begins(at: Any) -> Any:
    return at("owner").opens("/workshop/memo").sends("/workshop/memo/draft").opens("/workshop/memo/diagram")


def _told(page: str, name: str) -> Any:
    found = re.search(rf'<div hidden id="{name}">(.*?)</div>', page, re.DOTALL)
    assert found
    return json.loads(unescape(found[1]))


def test_only_the_editors_page_allows_style_attributes_and_nothing_else(at: Any) -> None:
    owner = _begins(at)

    policy = owner.client.get("/workshop/memo/diagram").headers["Content-Security-Policy"]
    others = [owner.client.get(one).headers["Content-Security-Policy"] for one in ELSEWHERE]

    assert "style-src-attr 'unsafe-inline'" in policy
    assert policy.replace("; style-src-attr 'unsafe-inline'", "") == others[0]
    assert not any("unsafe" in one for one in others)


def test_without_a_draft_there_is_nothing_to_edit(at: Any) -> None:
    assert at("owner").client.get("/workshop/memo/diagram").status_code == 404


def test_the_panel_offers_the_kinds_forms_rules_verbs_and_ends(at: Any) -> None:
    page = _begins(at).client.get("/workshop/memo/diagram").text

    known = _told(page, "modeler-known")

    assert ["submit", "submit"] in known["forms"]
    assert "shared:approve" in dict(known["forms"])
    assert known["rules"]["chair"] == "head(initiator.unit)"
    assert set(known["verbs"]) == set(DEEDS)
    assert known["verbs"]["start_document"]["parameters"]["kind"] == "str"
    assert "filed" in dict(known["ends"])
    assert "draft" not in dict(known["ends"])


def test_a_draft_whose_settings_cannot_be_read_is_still_drawn(at: Any, page_house: House) -> None:
    owner = _begins(at)
    with page_house.office.work(page_house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"kind.yaml": b"a: [", "translations.yaml": b"- <script>\n"})

    answer = owner.client.get("/workshop/memo/diagram")

    assert answer.status_code == 200
    assert _told(answer.text, "modeler-known")["rules"] == {}


def test_every_word_of_the_script_is_brought_by_the_page_in_the_readers_language(at: Any) -> None:
    words = _told(_begins(at).client.get("/workshop/memo/diagram").text, "modeler-words")

    assert set(words) == {*EDITOR, *PANEL}
    assert not set(EDITOR) & set(PANEL)
    assert len(EDITOR) == len(set(EDITOR))
