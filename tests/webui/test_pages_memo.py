"""A memo's whole day in the browser, without scripts."""

import re
from collections.abc import Callable

import pytest

from tests.webui.pages import Reader

At = Callable[[str], Reader]
TEXT = "Прошу поручить заменить проектор в аудитории 305."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sent(at: At, subject: str = "О проекторе") -> str:
    """A memo of the teacher's on its way; gives its address."""
    teacher = at("teacher").opens("/start/memo")
    teacher.sends("/start/memo", act="send", subject=subject, text=TEXT, language="ru")
    return teacher.address


def test_a_memo_goes_from_the_start_page_to_its_case(at: At) -> None:
    address = sent(at)
    assert "On approval" in at("teacher").opens(address).text

    at("chair").decides("approve")
    at("dean").decides("sign", password="Demo-2026!", level="simple", executor_unit="facility", control="yes")
    desk = at("registrar").opens("/registration")
    assert "№ 05-07/1" in desk.text
    task = re.search(r'action="(/tasks/\w+)\?desk=1"', desk.page.text)
    assert task
    desk.sends(f"{task[1]}?desk=1", outcome="register", password="Demo-2026!", level="simple")
    assert desk.address == "/registration"
    assert "Registered: № 05-07/1" in desk.text
    at("facility").decides("report", report="Заменён.", files={"files": (PDF, "акт.pdf")})
    at("dean").decides("accept")

    teacher = at("teacher").opens(address)
    assert "Filed" in teacher.text
    assert "№ 05-07/1" in teacher.text
    assert "The signatures are valid." in teacher.opens(f"{address}/signatures").text
    assert "Заменён." in teacher.opens(f"{address}/execution").text


def test_the_executor_reads_the_resolution_and_the_dean_the_report_and_history_speaks_in_words(at: At) -> None:
    address = sent(at)
    at("chair").decides("approve")
    at("dean").decides("sign", password="Demo-2026!", level="simple", resolution="Заменить до пятницы.", control="yes")
    at("registrar").decides("register", password="Demo-2026!", level="simple")

    executor = at("chair").opens(at("chair").first_task())
    assert "Заменить до пятницы." in executor.text
    at("chair").decides("report", report="Проектор заменён вчера.")
    assert "Проектор заменён вчера." in at("dean").opens(at("dean").first_task()).text

    history = at("teacher").opens(f"{address}/history").text
    assert "Approve the memo: Approved" in history
    assert "On signing" in history
    assert not [code for code in ("on_signing", "approve_chair", "executor_unit", "{") if code in history]


def test_a_return_needs_a_comment_and_what_was_typed_stays(at: At) -> None:
    sent(at)

    chair = at("chair").decides("return", comment_return="  ", status=422)

    assert "Expected a comment that says why" in chair.text
    assert "Some fields need mending" in chair.text


def test_a_returned_memo_is_reworked_and_the_change_is_shown(at: At) -> None:
    sent(at, "Первый вариант")
    at("chair").decides("return", comment_return="Укажите аудиторию")

    teacher = at("teacher").opens(at("teacher").first_task())
    assert "Укажите аудиторию" in teacher.text
    teacher.sends(teacher.address, outcome="submit", subject="Второй вариант")
    chair = at("chair").opens(at("chair").first_task())

    assert "Changed since round 1" in chair.text
    assert "<del>Первый</del> <ins>Второй</ins> вариант" in chair.page.text
    assert "Earlier rounds" in chair.text


def test_a_wrong_password_signs_nothing_and_keeps_the_form(at: At) -> None:
    address = sent(at)
    at("chair").decides("approve")

    dean = at("dean").decides("sign", password="wrong", level="simple", resolution="Заменить до пятницы", status=422)

    assert "Expected the right password" in dean.text
    assert "Заменить до пятницы" in dean.page.text
    assert "wrong" not in re.findall(r'type="password"[^>]*value="([^"]*)"', dean.page.text)
    assert "On signing" in at("teacher").opens(address).text


def test_a_person_signs_with_his_certificate(at: At) -> None:
    address = sent(at)
    at("chair").decides("approve")

    dean = at("dean").decides("sign", password="Demo-2026!", level="certificate", executor_unit="facility")

    assert dean.address.endswith("/done")
    assert "By certificate" in at("teacher").opens(f"{address}/signatures").text


def test_a_second_press_of_the_same_button_leads_to_the_same_page(at: At) -> None:
    sent(at)
    chair = at("chair")
    task = chair.first_task()
    shown = dict(chair.opens(task).form(task))

    chair.posts(task, outcome="approve", shown=shown["shown"])
    chair.posts(task, outcome="approve", shown=shown["shown"])

    assert chair.address == f"{task}/done"
    assert chair.posts(task, outcome="return", comment_return="нет", status=409)


def test_a_decision_about_another_paper_is_refused(at: At) -> None:
    sent(at)
    chair = at("chair")
    task = chair.first_task()

    chair.opens(task).sends(task, outcome="approve", shown="0" * 64, status=409)

    assert "you were shown another one" in chair.text


def test_another_persons_task_is_not_shown_and_not_done(at: At) -> None:
    sent(at)
    task = at("chair").first_task()

    assert at("stranger").opens(task, status=403)
    assert at("stranger").opens("/tasks").posts(task, outcome="approve", status=403)


def test_after_a_decision_the_page_says_who_is_next(at: At) -> None:
    sent(at)
    sent(at, "Второй")

    chair = at("chair").decides("approve", title="О проекторе")

    assert "Who is next" in chair.text
    assert "Next task" in chair.text
    assert "Второй" in chair.text


def test_the_clerk_is_warned_of_a_twin(at: At) -> None:
    for _ in range(2):
        sent(at, "Одинаковая тема")
        at("chair").decides("approve")
        at("dean").decides("sign", password="Demo-2026!", level="simple")
    desk = at("registrar").opens("/registration")
    task = re.search(r'action="(/tasks/\w+)\?desk=1"', desk.page.text)
    assert task
    assert "the last 30 days" not in desk.text

    desk.sends(f"{task[1]}?desk=1", outcome="register", password="Demo-2026!", level="simple")

    assert "the last 30 days" in desk.text


def test_a_task_of_a_queue_is_taken_and_given_back(at: At) -> None:
    sent(at)
    at("chair").decides("approve")
    at("dean").decides("sign", password="Demo-2026!", level="simple")
    task = at("registrar").first_task()

    at("registrar").opens(task).posts(f"{task}/claim")
    assert "Nothing waits for you" in at("records").opens("/tasks").text
    at("registrar").posts(f"{task}/release")

    assert task == at("records").first_task()


@pytest.mark.parametrize("how", ["withdraw"])
def test_the_initiator_withdraws_before_signing(at: At, how: str) -> None:
    address = sent(at)

    teacher = at("teacher").opens(address).sends(f"{address}/{how}", comment="")

    assert "Withdrawn" in teacher.text
    assert "Nothing waits for you" in at("chair").opens("/tasks").text


def test_an_annulled_number_stays_in_the_journal_with_its_reason(at: At) -> None:
    address = sent(at)
    at("chair").decides("approve")
    at("dean").decides("sign", password="Demo-2026!", level="simple")
    at("registrar").decides("register", password="Demo-2026!", level="simple")
    clerk = at("registrar").opens(address)

    assert "Expected a comment that says why" in clerk.sends(f"{address}/annul", comment=" ", status=422).text
    clerk.sends(f"{address}/annul", comment="=2+3 ошибочно")

    year = clerk.opens("/journals").page.text
    book = re.search(r'href="(/journals/\w+/\d+)"', year)
    assert book
    assert "Annulled: =2+3 ошибочно" in clerk.opens(book[1]).text
    assert '''"'=2+3 ошибочно"''' in clerk.opens(f"{book[1]}.csv").page.text
