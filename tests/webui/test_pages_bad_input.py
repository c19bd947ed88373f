"""Whatever stands in an address or a form, a page answers with a sentence, never with a fault."""

from collections.abc import Callable

from tests.webui.pages import Reader
from tests.webui.test_pages_memo import sent

At = Callable[[str], Reader]
HUGE = "9" * 30

ADDRESSES = {
    "teacher": [
        "{document}/pages/" + HUGE + "/1.png",
        "{document}/pages/1/" + HUGE + ".png",
        "{document}/rendition.pdf?round=" + HUGE,
        "{document}/attachments/" + HUGE,
        "{document}/history?after=" + HUGE,
        "{document}/history?after=-1&act=%00",
        "/feed?before=" + HUGE,
        "/feed?before=abc",
        "/tasks?cursor=abc",
        "/tasks?cursor=%00",
        "/tasks?tab=%00&kind=%F0%9F%98%80",
        "/documents?cursor=abc",
        "/documents?q=%00&state=zz&kind=zz",
        "/search?q=" + "a%20" * 300,
        "/search?q=%ff",
        "/documents/%00",
        "/documents/none/edit",
        "/tasks/none",
        "/tasks/none/done",
        "/start/none",
        "/start/%00",
        "/verify/none",
        "/verify/%00",
    ],
    "registrar": [
        "/journals/memos/" + HUGE,
        "/journals/memos/" + HUGE + ".csv",
        "/journals/memos/2026?after=" + HUGE,
        "/journals/memos/2026?since=2026-13-45",
        "/journals/none/2026",
        "/registration?task=none",
        "/registration?done=none",
    ],
    "admin": ["/people?q=%00"],
    "owner": ["/workshop/none", "/workshop/none/diagram.bpmn"],
}
POSTS = [
    ("/feed/read", {"up_to": HUGE}),
    ("/feed/read", {"up_to": "x"}),
    ("/documents/none/withdraw", {}),
    ("{document}/withdraw", {"comment": "\0"}),
    ("{document}/annul", {"comment": "x"}),
    ("{document}/cancel", {"comment": "x" * 10_000}),
    ("{document}/attachments/" + HUGE + "/remove", {}),
    ("{document}/edit", {"act": "save"}),
    ("/start/memo", {"act": "send", "subject": "\0", "text": "😀", "held": "not sealed"}),
    ("/start/memo", {"act": "none", "subject": "x", "typename": "x"}),
    ("/start/memo", {"act": "send", "subject": "a", "text": "b", "addressee": "nobody", "language": "zz"}),
    ("/start/memo", {"_remove_row": "none[999]"}),
    ("/start/memo/draft", {"subject": "\0"}),
    ("/tasks/none", {"outcome": "approve"}),
    ("/tasks/none/claim", {}),
    ("/administration/accounts/none", {"act": "unlock"}),
    ("/forgot", {"login": "\0"}),
    ("/forgot/none", {"password": "x" * 10_000, "again": "\0"}),
    ("/agreement", {"accepted": "on", "version": HUGE}),
    ("/me/password", {"old": "\0", "password": "x" * 10_000, "again": "😀"}),
    ("/me/sessions/end", {"session": "x" * 10_000}),
    ("/me/tokens/end", {"token": "\0"}),
    ("/me/profile", {"email": "\0@\0", "phone_work": "x" * 10_000, "version": HUGE}),
    ("/me", {"shortcuts": "\0"}),
]


def test_no_address_gives_a_fault(at: At) -> None:
    document = sent(at)

    faults = []
    for login, addresses in ADDRESSES.items():
        for address in addresses:
            answer = at(login).client.get(address.format(document=document))
            if answer.status_code >= 500:
                faults.append((answer.status_code, address))

    assert not faults


def test_no_form_gives_a_fault(at: At) -> None:
    document = sent(at)
    teacher = at("teacher").opens("/me")
    token = dict(teacher.form("/me"))["csrf_token"]

    faults = []
    for address, fields in POSTS:
        answer = teacher.client.post(address.format(document=document), data={"csrf_token": token, **fields})
        if answer.status_code >= 500:
            faults.append((answer.status_code, address, fields))

    assert not faults


def test_a_forged_outcome_or_choice_is_told(at: At) -> None:
    sent(at)
    chair = at("chair")
    task = chair.first_task()

    chair.opens(task).sends(task, outcome="sign", status=422)

    assert "Expected one of approve" in chair.text
