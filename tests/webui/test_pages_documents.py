"""Starting, changing and looking at documents; journals, search, feed and the public page."""

import re
from collections.abc import Callable

from engine.acts.views import document_view
from tests.webui.pages import Reader
from tests.webui.test_pages_memo import PDF, TEXT, sent

At = Callable[[str], Reader]


def test_what_is_missing_is_told_with_everything_else_kept(at: At) -> None:
    teacher = at("teacher").opens("/start/memo")

    teacher.sends(
        "/start/memo", act="send", text=TEXT, language="ru", files={"attachments": (PDF, "акт.pdf")}, status=422
    )

    assert "Some fields need mending" in teacher.text
    assert 'href="#f-subject"' in teacher.page.text
    assert dict(teacher.form("/start/memo"))["text"] == TEXT
    assert "акт.pdf" in teacher.text
    teacher.sends("/start/memo", act="send", subject="Теперь с темой")
    assert "акт.pdf" in teacher.opens(f"{teacher.address}/files").text


def test_what_was_typed_is_kept_until_it_is_sent(at: At) -> None:
    teacher = at("teacher").opens("/start/memo")

    teacher.posts("/start/memo/draft", subject="Недописанное", text="", status=204)

    assert dict(teacher.opens("/start/memo").form("/start/memo"))["subject"] == "Недописанное"
    teacher.sends("/start/memo", act="send", text=TEXT)
    assert "Недописанное" not in str(teacher.opens("/start/memo").form("/start/memo"))


def test_a_draft_is_changed_and_sent_later(at: At) -> None:
    teacher = at("teacher").opens("/start/memo")
    teacher.sends("/start/memo", act="save", subject="Черновик", text=TEXT, files={"attachments": (PDF, "а.pdf")})
    address = teacher.address
    assert "Draft" in teacher.text

    teacher.opens(f"{address}/edit").sends(f"{address}/edit", act="save", subject="Чистовик")
    assert "Чистовик" in teacher.text
    assert "а.pdf" in teacher.text
    teacher.opens(f"{address}/edit").sends(f"{address}/edit", act="save", **{"attachments.kept": None})
    assert "а.pdf" not in teacher.text
    teacher.sends(f"{address}/submit")

    assert "On approval" in teacher.text
    assert teacher.opens(f"{address}/edit", status=409)


def test_a_file_that_is_not_what_it_says_is_refused_in_a_sentence(at: At) -> None:
    teacher = at("teacher").opens("/start/memo")

    teacher.sends(
        "/start/memo",
        act="send",
        subject="Тема",
        text=TEXT,
        files={"attachments": (b"MZ\x90\0", "акт.pdf")},
        status=422,
    )

    assert "акт.pdf is something else" in teacher.text


def test_a_file_is_given_out_never_as_a_page(at: At) -> None:
    teacher = at("teacher").opens("/start/memo")
    teacher.sends("/start/memo", act="send", subject="С файлом", text=TEXT, files={"attachments": (PDF, "акт.pdf")})

    given = teacher.client.get(f"{teacher.address}/attachments/1")

    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"].startswith("sandbox")


def test_the_paper_is_shown_as_pictures_to_those_who_may_see_it(at: At) -> None:
    address = sent(at)

    picture = at("chair").client.get(f"{address}/pages/1/1.png")

    assert picture.data.startswith(b"\x89PNG")
    assert at("chair").client.get(f"{address}/pages/1/2.png").status_code == 404
    assert at("stranger").client.get(f"{address}/pages/1/1.png").status_code == 403


def test_the_route_says_in_words_who_waits(at: At) -> None:
    address = sent(at)

    page = at("teacher").opens(f"{address}/route")

    assert "Approve the memo Head of the chair · now" in page.text
    assert b"bpmn:definitions" in page.client.get(f"{address}/diagram.bpmn").data


def test_the_history_tells_each_act_in_words_and_can_be_narrowed(at: At) -> None:
    address = sent(at)
    at("chair").decides("approve")

    page = at("teacher").opens(f"{address}/history")

    assert "The draft was made" in page.text
    assert "Approve the memo: Approve" in page.text
    assert "The draft was made" not in page.opens(f"{address}/history?act=task").text


def test_documents_are_found_by_words_and_by_state(at: At) -> None:
    sent(at, "Закупка бумаги")
    sent(at, "Ремонт окна")

    found = at("teacher").opens("/documents?q=бумаги").text

    assert "Закупка бумаги" in found
    assert "Ремонт окна" not in found
    assert "Nothing found" in at("teacher").opens("/documents?state=filed").text
    assert "Ремонт окна" in at("teacher").opens("/search?q=ремонт").text
    assert "Nothing found" in at("stranger").opens("/search?q=ремонт").text


def test_the_public_page_answers_at_a_glance_and_says_nothing_personal_beyond(at: At) -> None:
    address = sent(at, "Тайное содержание")
    at("chair").decides("approve")
    at("dean").decides("sign", password="Demo-2026!", level="simple")
    at("registrar").decides("register", password="Demo-2026!", level="simple")
    found = re.search(r"/verify/\w+", at("teacher").opens(address).page.text)
    assert found

    nobody = at("teacher").client.application.test_client().get(found[0], headers={"Accept-Language": "en"})

    assert nobody.status_code == 200
    assert "The document is in force" in nobody.text
    assert "05-07/1" in nobody.text
    assert "Тайное содержание" not in nobody.text
    assert TEXT not in nobody.text
    assert "noindex" in nobody.headers["X-Robots-Tag"]


def test_an_unknown_code_or_a_document_without_a_number_is_not_found(at: At) -> None:
    address = sent(at)
    house = at("teacher").house
    with house.office.look(house.actor("teacher")) as work:
        code = document_view(work, address.removeprefix("/documents/")).document.public_id
    nobody = at("teacher").client.application.test_client()

    assert nobody.get("/verify/dunknown").status_code == 404
    assert nobody.get(f"/verify/{code}").status_code == 404


def test_the_feed_is_read_with_one_press(at: At) -> None:
    sent(at)
    at("chair").decides("return", comment_return="Допишите")
    teacher = at("teacher").opens("/feed")
    assert "returned it for rework" in teacher.text

    teacher.sends("/feed/read")

    assert "Mark all as read" not in teacher.text


def test_the_administrator_unlocks_an_account(at: At) -> None:
    admin = at("admin").opens("/people")
    stranger = at("admin").client.application.test_client()
    for _ in range(4):
        page = stranger.get("/sign-in").text
        token = re.search(r'name="csrf-token" content="([^"]*)"', page)
        assert token
        stranger.post("/sign-in", data={"login": "docent", "password": "wrong", "csrf_token": token[1]})
    assert "locked" in admin.opens("/people?q=docent").text

    admin.opens("/administration/accounts/docent")
    admin.sends("/administration/accounts/docent", act="unlock", reason="Телефон арқылы сұрады")

    assert "The account is open again." in admin.text


def test_pages_of_others_are_refused_with_a_sentence(at: At) -> None:
    for address in ("/unit", "/journals", "/journals/memos/2026", "/people", "/workshop", "/workshop/memo"):
        at("teacher").opens(address, status=403)


def test_the_owner_sees_what_runs_and_its_diagram(at: At) -> None:
    sent(at)

    owner = at("owner").opens("/workshop")

    assert "Service memo memo · records 1 1" in owner.text
    assert "Steps in words" in owner.opens("/workshop/memo").text
