"""A memo from the first word to its case by calls alone, and what other people's tools say of its PDF."""

import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from engine.cli import main
from engine.worker import Worker
from tests.api.programs import Desk
from tests.validators import pdfsig, pdftotext, qpdf_check, verapdf

SAID = {
    "kk": {
        "subject": "305-дәрісханадағы проекторды ауыстыру туралы",
        "text": "Үшінші қабаттағы проектор өшіп қалды.",
        "return": "Аудиторияның нөмірін жазыңыз",
        "report": "Проектор ауыстырылды",
    },
    "ru": {
        "subject": "О замене проектора в аудитории 305",
        "text": "Проектор на третьем этаже погас.",
        "return": "Укажите номер аудитории",
        "report": "Проектор заменён",
    },
}


def filed(api: Desk, language: str) -> Any:
    """The memo's whole way, once returned; gives the document as the teacher's program sees it in the end."""
    said = SAID[language]
    memo = api("teacher").starts(subject=said["subject"], text=said["text"], language=language)
    api("chair").completes("return", comment=said["return"])
    api("teacher").call(
        "PUT",
        f"/documents/{memo['id']}",
        json={"answers": {"subject": said["subject"], "text": said["text"] + " № 305.", "language": language}},
    )
    api("teacher").post(f"/documents/{memo['id']}/submit")
    api("chair").completes("approve")
    api("dean").completes("sign", executor_unit="facility", due="2026-12-30", control=True)
    api("registrar").completes("register")
    api("facility").completes("report", report=said["report"])
    api("dean").completes("accept")
    return api("teacher").get(f"/documents/{memo['id']}")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_memo_is_returned_once_signed_registered_and_filed(api: Desk, language: str) -> None:
    memo = filed(api, language)

    assert (memo["state"], memo["round"], memo["number"]) == ("filed", 2, "05-07/1")
    assert [one["outcome"] for one in memo["approvals"]] == [
        "return", "submit", "approve", "sign", "register", "report", "accept"
    ]  # fmt: skip
    assert memo["tasks"] == []
    lines = api("registrar").get("/journals/memos/registrations")["items"]
    assert [(one["number"], one["document"], one["state"]) for one in lines] == [("05-07/1", memo["id"], "registered")]
    signed = api("teacher").get(f"/documents/{memo['id']}/signatures")["items"]
    assert [(one["person"]["login"], one["state"]) for one in signed] == [("dean", "valid"), ("registrar", "valid")]
    acts = [one["act"] for one in api("teacher").get(f"/documents/{memo['id']}/history")["items"]]
    assert acts[0] == "document.created"
    assert api.house.broken() == []


@dataclass(frozen=True)
class Filed:
    """A filed memo of the file's desk: its PDF now, and the one its first readers saw."""

    api: Desk
    id: str
    pdf: bytes
    first: bytes


@pytest.fixture(scope="module")
def whole(desk: Desk) -> Filed:
    id = filed(desk, "kk")["id"]
    read = desk("teacher").bytes
    return Filed(desk, id, read(f"/documents/{id}/pdf"), read(f"/documents/{id}/rendition"))


def parts(pdf: bytes, folder: Path) -> list[tuple[Path, Path]]:
    """The signed bytes and the signature of each, in the order they were made."""
    made = []
    for number, one in enumerate(PdfFileReader(BytesIO(pdf)).embedded_signatures):
        start, length, again, rest = (int(place) for place in one.sig_object["/ByteRange"])
        data, der = folder / f"{number}.data", folder / f"{number}.der"
        data.write_bytes(pdf[start : start + length] + pdf[again : again + rest])
        der.write_bytes(cms.ContentInfo.load(one.pkcs7_content).dump())
        made.append((data, der))
    return made


def ran(*command: object) -> str:
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_other_peoples_tools_accept_the_pdf(whole: Filed, tmp_path: Path) -> None:
    pdf, root = whole.pdf, tmp_path / "root.pem"
    root.write_bytes(whole.api.house.authority.made.root)

    told = pdfsig(pdf)
    assert told.count("Signature is Valid") == 4
    places = [told.index(f"Field Name: {field}") for field in ("seal_open", "sign_dean", "register", "seal_close")]
    assert places == sorted(places)
    assert qpdf_check(pdf) == ""
    assert verapdf([pdf], "3a")[0].broken == ()
    *people, stamp = parts(pdf, tmp_path)
    for data, der in people:
        ran("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any", "-in", der,
            "-content", data, "-CAfile", root, "-out", tmp_path / "out")  # fmt: skip
    data, der = stamp
    assert "OK" in ran("openssl", "ts", "-verify", "-token_in", "-in", der, "-data", data, "-CAfile", root)
    assert "05-07/1" in pdftotext(pdf)


def verdict(api: Desk, pdf: bytes, login: str = "stranger") -> Any:
    return api(login).call("POST", "/verify", data={"file": (BytesIO(pdf), "memo.pdf")}).get_json()


def test_anybody_may_ask_whether_a_pdf_holds_and_no_change_goes_unseen(whole: Filed) -> None:
    api, pdf = whole.api, whole.pdf
    middle = pdf.index(b"/Contents")
    ends = [at for at in range(len(pdf)) if pdf.startswith(b"%%EOF", at)]

    held = verdict(api, pdf)
    flipped = verdict(api, pdf[: middle // 2] + bytes([pdf[middle // 2] ^ 1]) + pdf[middle // 2 + 1 :])
    appended = verdict(api, pdf + b"\n% more\n")
    earlier = [verdict(api, pdf[: end + 6]) for end in ends[:-1]]
    opening = verdict(api, whole.first)

    assert (held["verdict"], held["long_term"], held["reasons"]) == ("valid", True, [])
    assert [one["field"] for one in held["signatures"]][1:3] == ["sign_dean", "register"]
    assert {flipped["verdict"], appended["verdict"]} == {"invalid"}
    assert {one["verdict"] for one in earlier if one["signatures"]} == {opening["verdict"]} == {"invalid"}
    assert {one["verdict"] for one in earlier if not one["signatures"]} == {"unsigned"}
    assert len({one["reasons"][0] for one in earlier if one["signatures"]}) == 1
    assert api("teacher").get(f"/documents/{whole.id}/verdict")["verdict"] == "valid"


def test_a_file_of_an_earlier_round_is_not_the_document(api: Desk) -> None:
    memo = api("teacher").starts()
    first = api("teacher").bytes(f"/documents/{memo['id']}/pdf")
    assert verdict(api, first)["verdict"] == "valid"

    api("chair").completes("return", comment="Нөмірін жазыңыз")
    api("teacher").completes("submit", text="305-дәрісхана, № 2 оқу ғимараты.")

    assert verdict(api, first)["verdict"] == "invalid"
    assert verdict(api, api("teacher").bytes(f"/documents/{memo['id']}/pdf"))["verdict"] == "valid"


def commanded(api: Desk, file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    settings = api.house.office.tools.settings
    with pytest.MonkeyPatch.context() as setting:
        setting.setenv("BAGYT_DATABASE_URL", settings.database_url)
        code = main(["verify", str(file), "--data", str(settings.data)])
    return code, capsys.readouterr().out


def test_the_command_knows_the_documents_of_its_installation(
    whole: Filed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "whole.pdf").write_bytes(pdf := whole.pdf)
    (tmp_path / "earlier.pdf").write_bytes(whole.first)
    (tmp_path / "flipped.pdf").write_bytes(pdf[:900] + bytes([pdf[900] ^ 1]) + pdf[901:])
    (tmp_path / "appended.pdf").write_bytes(pdf + b"\n")

    told = {
        name: commanded(whole.api, tmp_path / f"{name}.pdf", capsys)
        for name in ("whole", "earlier", "flipped", "appended")
    }

    assert {name: code for name, (code, _) in told.items()} == {"whole": 0, "earlier": 1, "flipped": 1, "appended": 1}
    assert told["whole"][1].splitlines()[-1] == "valid (long-term)"
    assert "earlier stage" in told["earlier"][1]


def test_files_are_given_to_be_kept_in_parts_and_once(whole: Filed) -> None:
    path = f"/documents/{whole.id}/pdf"

    plain = whole.api("chair").call("GET", path, headers={"Accept": "*/*"})
    part = whole.api("chair").call("GET", path, headers={"Range": "bytes=0-7"})
    again = whole.api("chair").call("GET", path, headers={"If-None-Match": plain.headers["ETag"]})

    offered = plain.headers["Content-Disposition"]
    assert plain.mimetype == "application/pdf"
    assert offered.isascii(), "a header that is not ASCII breaks servers"
    assert unquote(offered).endswith("05-07-1 305-дәрісханадағы проекторды ауыстыру туралы.pdf")
    assert (part.status_code, part.data, again.status_code) == (206, whole.pdf[:8], 304)


def test_a_call_waits_for_the_automatic_steps_when_asked(api: Desk) -> None:
    worker = Worker(api.house.office)
    worker.start()
    try:
        body = {"kind": "memo", "answers": {"subject": "Проектор", "text": "305"}, "submit": True}
        headers = {"Authorization": f"Bearer {api('teacher').token}"}
        memo = api.client.post("/api/v1/documents?wait=20", json=body, headers=headers).get_json()
    finally:
        worker.stop()

    assert memo["settled"] is True
    assert [task["step"] for task in memo["tasks"]] == ["approve_chair"]
    assert memo["rendition"]["pages"] == 1
