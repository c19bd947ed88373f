"""A memo from the first word to its case by calls alone, and what other people's tools say of its PDF."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from engine.cli import main
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


def test_other_peoples_tools_accept_the_pdf(api: Desk, tmp_path: Path) -> None:
    pdf = api("teacher").bytes(f"/documents/{filed(api, 'kk')['id']}/pdf")
    root = tmp_path / "root.pem"
    root.write_bytes(api.house.authority.made.root)

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


def test_anybody_may_ask_whether_a_pdf_holds_and_no_change_goes_unseen(api: Desk) -> None:
    memo = filed(api, "ru")
    pdf = api("teacher").bytes(f"/documents/{memo['id']}/pdf")
    first = api("teacher").bytes(f"/documents/{memo['id']}/rendition")
    middle = pdf.index(b"/Contents")
    ends = [at for at in range(len(pdf)) if pdf.startswith(b"%%EOF", at)]

    whole = verdict(api, pdf)
    flipped = verdict(api, pdf[: middle // 2] + bytes([pdf[middle // 2] ^ 1]) + pdf[middle // 2 + 1 :])
    appended = verdict(api, pdf + b"\n% more\n")
    earlier = [verdict(api, pdf[: end + 6]) for end in ends[:-1]]
    opening = verdict(api, first)

    assert (whole["verdict"], whole["long_term"], whole["reasons"]) == ("valid", True, [])
    assert [one["field"] for one in whole["signatures"]][1:3] == ["sign_dean", "register"]
    assert {flipped["verdict"], appended["verdict"]} == {"invalid"}
    assert {one["verdict"] for one in earlier if one["signatures"]} == {opening["verdict"]} == {"invalid"}
    assert {one["verdict"] for one in earlier if not one["signatures"]} == {"unsigned"}
    assert len({one["reasons"][0] for one in earlier if one["signatures"]}) == 1
    assert api("teacher").get(f"/documents/{memo['id']}/verdict")["verdict"] == "valid"


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
    api: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memo = filed(api, "kk")
    (tmp_path / "whole.pdf").write_bytes(whole := api("teacher").bytes(f"/documents/{memo['id']}/pdf"))
    (tmp_path / "earlier.pdf").write_bytes(api("teacher").bytes(f"/documents/{memo['id']}/rendition"))
    (tmp_path / "flipped.pdf").write_bytes(whole[:900] + bytes([whole[900] ^ 1]) + whole[901:])
    (tmp_path / "appended.pdf").write_bytes(whole + b"\n")

    told = {
        name: commanded(api, tmp_path / f"{name}.pdf", capsys) for name in ("whole", "earlier", "flipped", "appended")
    }

    assert {name: code for name, (code, _) in told.items()} == {"whole": 0, "earlier": 1, "flipped": 1, "appended": 1}
    assert told["whole"][1].splitlines()[-1] == "valid (long-term)"
    assert "earlier stage" in told["earlier"][1]
