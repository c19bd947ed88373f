"""What a program may send that no call wants: a clear refusal each time, never a fault, nothing half done."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest

from tests.api.programs import Desk, count

TEACHER = "teacher"


def sent(
    desk: Desk, body: bytes | str, path: str = "/documents", method: str = "POST", login: str = TEACHER, **headers: str
) -> Any:
    kind = headers.pop("content_type", "application/json")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return desk(login).call(method, path, data=body, content_type=kind, headers=named)


def memo(**answers: Any) -> str:
    return json.dumps({"kind": "memo", "answers": {"subject": "Т", "text": "М", **answers}})


BODIES = {
    "not JSON": (b"{", 400),
    "a word": (b"kind=memo", 400),
    "NaN": (b'{"kind": "memo", "answers": {"subject": NaN}}', 400),
    "Infinity": (b'{"kind": "memo", "answers": {"subject": -Infinity}}', 400),
    "a number too large": (b'{"kind": "memo", "answers": {"subject": 1e999}}', 400),
    "a number too long": (b'{"kind": "memo", "answers": {"subject": ' + b"9" * 5000 + b"}}", 400),
    "a name twice": (b'{"kind": "memo", "kind": "order", "answers": {}}', 400),
    "very deep": (b"[" * 100_000 + b"]" * 100_000, 400),
    "deep answers": (b'{"kind": "memo", "answers": ' + b'{"a":' * 40 + b"1" + b"}" * 41, 400),
    "UTF-16": (memo().encode("utf-16"), 400),
    "broken UTF-8": (b'{"kind": "\xff"}', 400),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "a number": (b"7", 422),
    "nothing": (b"", 422),
    "an unknown field": (b'{"kind": "memo", "answers": {}, "admin": true}', 422),
    "a kind that is a number": (b'{"kind": 7, "answers": {}}', 422),
    "a flag that is text": (b'{"kind": "memo", "submit": "yes"}', 422),
    "answers that are a list": (b'{"kind": "memo", "answers": []}', 422),
    "a kind nobody knows": (b'{"kind": "none", "answers": {}}', 404),
    "a kind with NUL": (b'{"kind": "me\\u0000mo", "answers": {}}', 422),
    "a kind that is half a character": (b'{"kind": "\\ud800", "answers": {}}', 422),
    "a key that is half a character": (b'{"\\ud800": 1}', 422),
    "an unknown answer": (memo(salary=1).encode(), 422),
    "NUL in the text": (memo(text="a\0b").encode(), 422),
    "half a character in the text": (memo(text="a\ud800b").encode(), 422),
    "a list for a text": (memo(subject=["x"]).encode(), 422),
    "a number for a text": (memo(subject=7).encode(), 422),
    "an object for a text": (memo(subject={"typename": "datetime", "value": "x"}).encode(), 422),
    "typename beside": (memo(typename="datetime").encode(), 422),
    "a forged choice": (memo(language="de").encode(), 422),
    "a person nobody knows": (memo(addressee="nobody").encode(), 422),
    "a unit nobody knows": (memo(executor_unit="moon").encode(), 422),
    "a file of nobody": (memo(attachments=["x"]).encode(), 422),
    "a huge number for a unit": (memo(executor_unit=10**30).encode(), 422),
    "a text too long": (memo(text="ы" * 20_001).encode(), 422),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_wrong_is_refused_and_keeps_nothing(desk: Desk, what: str) -> None:
    body, status = BODIES[what]
    before = count(desk, "document")

    answer = sent(desk, body)

    assert (answer.status_code, count(desk, "document")) == (status, before), answer.text
    assert status != 422 or answer.get_json()["problems"]


def test_what_is_wrong_is_said_by_field_in_the_callers_language(desk: Desk) -> None:
    answer = sent(desk, b'{"kind": 7, "submit": "yes", "x": 1}')

    problems = {one["field"]: one["message"] for one in answer.get_json()["problems"]}
    assert set(problems) == {"kind", "submit", "x"}
    assert not any(message.startswith("Expected") for message in problems.values())


def test_an_unprintable_character_is_named_when_sending(desk: Desk) -> None:
    problem = desk(TEACHER).refused("/documents", kind="memo", submit=True, answers={"subject": "Кофе 🫠", "text": "x"})

    assert problem["status"] == 422
    assert "🫠" in problem["problems"][0]["message"]
    assert problem["problems"][0]["field"] == "subject"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 10_000_000, "application/json", 413),
        (memo(text="x" * 6_000_000).encode(), "application/json", 422),
        (b"kind=memo", "application/x-www-form-urlencoded", 415),
        (b"<kind>memo</kind>", "application/xml", 415),
        (memo().encode(), "text/plain", 415),
    ],
    ids=["ten megabytes", "six megabytes of text", "a form", "XML", "text"],
)
def test_size_and_type_of_a_body(desk: Desk, body: bytes, kind: str, status: int) -> None:
    assert sent(desk, body, content_type=kind).status_code == status


@pytest.mark.parametrize("body", [b"", b"{}", b" "])
def test_a_post_that_needs_no_body_takes_none(desk: Desk, body: bytes) -> None:
    made = desk(TEACHER).starts(submit=False)

    assert sent(desk, body, f"/documents/{made['id']}/submit", content_type="").status_code == 200


QUERIES = [
    ("/tasks?limit=0", 422), ("/tasks?limit=-1", 422), ("/tasks?limit=1e3", 422), ("/tasks?limit=99999999999999999999", 422),
    ("/tasks?limit=٣", 422), ("/tasks?limit=201", 422), ("/tasks?cursor=x", 422), ("/tasks?cursor=%00", 422),
    ("/tasks?cursor=" + "9" * 400, 422), ("/tasks?scope=theirs", 422), ("/tasks?state=all", 422), ("/tasks?colour=red", 422),
    ("/tasks?kind=%00", 422), ("/tasks?document=none", 200), ("/tasks?%00=1", 422), ("/documents?state=lost", 422),
    ("/documents?q=%25%27%22--", 200), ("/documents?q=%ED%A0%80", 200), ("/documents?cursor=0001-01-01T00:00:00%2B14:00|x", 422),
    ("/documents?unit=moon", 200), ("/people?q=" + "ы" * 300, 200), ("/documents/x%2F..%2Fy", 404), ("/documents/%00", 404),
    ("/documents/" + "x" * 5000, 404), ("/documents/құжат", 404), ("/documents/..", 404), ("/tasks/none", 404), ("/kinds/none", 404),
    ("/documents/x/attachments/0", 404), ("/documents/x/attachments/99999999999999999999", 404), ("/documents/x/attachments/-1", 404),
    ("/documents?wait=1", 422), ("/nothing", 404), ("/journals/none/registrations", 403), ("/processes/memo/versions", 403),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status"), QUERIES, ids=[path[:50] for path, _ in QUERIES])
def test_odd_addresses_and_words(desk: Desk, path: str, status: int) -> None:
    assert desk(TEACHER).call("GET", path).status_code == status


@pytest.mark.parametrize(
    "words",
    [
        "year=1",
        "year=99999",
        "from=tomorrow",
        "from=2026-02-30",
        "to=%00",
        "cursor=5",
        "limit=x",
        "from=2026-11-24T10:00",
    ],
)
def test_odd_words_of_a_journal(desk: Desk, words: str) -> None:
    assert desk("registrar").call("GET", f"/journals/memos/registrations?{words}").status_code == 422


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", "/documents"), ("DELETE", "/me"), ("BREW", "/tasks"), ("PUT", "/tasks")]
)
def test_methods_a_call_does_not_know(desk: Desk, method: str, path: str) -> None:
    answer = desk.client.open(
        f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {desk(TEACHER).token}"}
    )

    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic dGVhY2hlcjp4",
        "Bearer " + "x" * 9000,
        "Bearer \xff\xfe",
        "bearer\tx",
        "Token x",
    ],
)
def test_without_a_good_token_nobody_is_there(desk: Desk, value: str) -> None:
    answer = desk.client.get("/api/v1/me", headers={"Authorization": value})

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_junk_in_headers_changes_nothing(desk: Desk) -> None:
    junk = {
        "Accept": ";;q=x",
        "Accept-Language": "\xff",
        "If-None-Match": '"',
        "Range": "bytes=9-1",
        "X-Forwarded-For": "\x7f",
        "Cookie": "=",
    }

    assert desk(TEACHER).call("GET", "/me", headers=junk).status_code == 200


def test_a_locked_account_is_told_apart(api: Desk) -> None:
    task = api(TEACHER).starts()["id"]
    chair = api("chair")
    assert task

    dean = api("dean")
    chair.completes("approve")
    pressed = dean.press("sign", password="wrong", answers={"executor_unit": "facility"})
    told = [dean.refused(**pressed) for _ in range(4)]

    assert [one["status"] for one in told] == [422, 422, 422, 403]
    assert told[0]["problems"][0]["field"] == "password"
    assert told[3]["type"].endswith("account-locked")
    assert dean.call("GET", "/me").status_code == 403
    assert api.house.broken() == []


FILES = {
    "no field": ({}, 422),
    "a text field": ({"file": "hello"}, 422),
    "empty": ({"file": (BytesIO(b""), "a.txt")}, 422),
    "no name": ({"file": (BytesIO(b"x"), "")}, 422),
    "a program": ({"file": (BytesIO(b"MZ\x90\0\x03\0"), "a.exe")}, 422),
    "a program called a picture": ({"file": (BytesIO(b"MZ\x90\0\x03\0"), "a.png")}, 422),
    "a page called text": ({"file": (BytesIO(b"<script>alert(1)</script>"), "a.html")}, 422),
    "SVG": ({"file": (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "a.svg")}, 422),
    "a PDF called text": ({"file": (BytesIO(b"%PDF-1.7\n"), "a.txt")}, 422),
    "a PDF with a script": ({"file": (BytesIO(b"%PDF-1.7\n/JavaScript"), "a.pdf")}, 422),
    "a broken archive": ({"file": (BytesIO(b"PK\x03\x04" + b"x" * 99), "a.docx")}, 422),
    "text": ({"file": (BytesIO("сәлем".encode()), "../../сәлем\u202etxt.txt")}, 201),
}


def archive(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def test_files_that_lie_or_swell_are_refused(desk: Desk) -> None:
    path = f"/documents/{desk(TEACHER).starts(submit=False)['id']}/attachments"
    bomb = archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"0" * 30_000_000})
    macros = archive({"[Content_Types].xml": b"<x/>", "word/vbaProject.bin": b"x", "word/document.xml": b"<x/>"})
    bad = FILES | {
        "a bomb": ({"file": (BytesIO(bomb), "a.docx")}, 422),
        "macros": ({"file": (BytesIO(macros), "a.docx")}, 422),
    }

    told = {
        what: desk(TEACHER).call("POST", path, data=data, content_type="multipart/form-data").status_code
        for what, (data, _) in bad.items()
    }

    assert told == {what: status for what, (_, status) in bad.items()}
    (kept,) = desk(TEACHER).get(path.removesuffix("/attachments"))["attachments"]
    assert kept["name"] == "сәлемtxt.txt"
    fetched = desk(TEACHER).call("GET", f"{path}/1")
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Content-Disposition"].isascii()
    assert "sandbox" in fetched.headers["Content-Security-Policy"]


ANY = {
    "empty": b"",
    "x": b"x",
    "head": b"%PDF-1.7",
    "ends": b"%PDF-1.7\n" + b"%%EOF\n" * 5000,
    "zeros": b"\0" * 100_000,
}


@pytest.mark.parametrize("content", ANY.values(), ids=ANY)
def test_verify_takes_any_bytes(desk: Desk, content: bytes) -> None:
    answer = desk("stranger").call("POST", "/verify", data={"file": (BytesIO(content), "x.pdf")})

    assert answer.status_code == 200
    assert answer.get_json()["verdict"] == "invalid"


BUNDLES = {
    "empty": b"",
    "cut": b"PK",
    "a way out": archive({"../x": b""}),
    "no diagram": archive({"kind.yaml": b"kind: memo"}),
    "an object": archive({"kind.yaml": b"!!python/object/apply:os.system [x]"}),
}


@pytest.mark.parametrize("content", BUNDLES.values(), ids=BUNDLES)
@pytest.mark.parametrize("path", ["/processes/memo/check", "/processes/memo/versions?reason=x"])
def test_a_bundle_that_is_none(desk: Desk, path: str, content: bytes) -> None:
    answer = desk("owner").call("POST", path, data=content, content_type="application/zip")

    assert answer.status_code in {200, 422}
    assert path.endswith("check") or answer.status_code == 422
