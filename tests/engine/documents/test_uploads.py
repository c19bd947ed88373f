"""What may be attached: by content, looked into with limits, named without tricks (Y-35)."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.documents.uploads import LARGEST, media_type, safe_name
from engine.errors import Invalid

WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
END = b"\nstartxref\n0\n%%EOF\n"


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(b"%d 0 obj %s endobj" % (at, one) for at, one in enumerate(objects, 1)) + END


def stream(content: bytes, names: bytes = b"", *, packed: bool = True) -> bytes:
    body = zlib.compress(content) if packed else content
    coded = b"/Filter /FlateDecode" if packed else b""
    return b"<< %s %s /Length %d >>\nstream\n%s\nendstream" % (names, coded, len(body), body)


def archive(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return out.getvalue()


def picture(form: str, size: tuple[int, int] = (4, 4)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, form)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The archive with the flag of a password in every member."""
    marked = bytearray(content)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(sign)
        while start >= 0:
            marked[start + at] |= 1
            start = marked.find(sign, start + 1)
    return bytes(marked)


def huge_png() -> bytes:
    """A picture of 30,000 × 30,000 in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
GOOD = {
    "a.pdf": (pdf(b"<< /Type /Catalog >>", stream(b"BT (text) Tj ET")), "application/pdf"),
    "б.PDF": (pdf(b"<< /Type /Catalog >>"), "application/pdf"),
    "carries text.pdf": (pdf(stream(b"plain words", b"/Type /EmbeddedFile")), "application/pdf"),
    "carries a pdf.pdf": (pdf(stream(pdf(b"<< >>"), b"/Type /EmbeddedFile")), "application/pdf"),
    "a.png": (picture("PNG"), "image/png"),
    "a.jpeg": (picture("JPEG"), "image/jpeg"),
    "a.docx": (archive(WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.odt": (archive(ODT), "application/vnd.oasis.opendocument.text"),
    "a.txt": ("Сәлем, 305-дәрісхана\r\n".encode(), "text/plain"),
    "a.csv": (b"\xef\xbb\xbfa;b\n1;2\n", "text/plain"),
}
OTHER_TYPE = b"<T ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
BAD = {
    "empty.pdf": (b"", "is empty"),
    "large.txt": (b"x" * (LARGEST + 1), "is larger"),
    "a picture.pdf": (picture("PNG"), "something else"),
    "a pdf.png": (pdf(b"<< >>"), "something else"),
    "a word.xlsx": (archive(WORD), "something else"),
    "noending": (b"text", "something else"),
    "a.pdf.exe": (pdf(b"<< >>"), "something else"),
    "program.exe": (b"MZ\x90\0\x03\0\0\0", "something else"),
    "page.html": (b"<script>alert(1)</script>", "something else"),
    "drawing.svg": (b"<svg onload='alert(1)'/>", "something else"),
    "binary.txt": (b"a\0b", "something else"),
    "escape.txt": (b"\x1b[2Jx", "something else"),
    "some.docx": (archive({"a.txt": b"x"}), "something else"),
    "script.pdf": (pdf(SCRIPT), "holds programs"),
    "script by another spelling.pdf": (
        pdf(SCRIPT.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4a#53")),
        "holds programs",
    ),
    "script without a space.pdf": (pdf(b"<</S/JavaScript/JS<6170>>>"), "holds programs"),
    "script in an object stream.pdf": (pdf(stream(b"1 0 " + SCRIPT, b"/Type /ObjStm /N 1 /First 4")), "holds programs"),
    "script in an object stream of another spelling.pdf": (
        pdf(stream(b"1 0 " + SCRIPT.replace(b"/JS", b"/J#53").replace(b"/Java", b"/Jav#61"), b"/Type /Obj#53tm")),
        "holds programs",
    ),
    "object stream in an unusual coding.pdf": (
        pdf(b"<< /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n789c>\nendstream"),
        "holds programs",
    ),
    "launch.pdf": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "holds programs"),
    "sends.pdf": (pdf(b"<< /S /SubmitForm /F (https://example.org) >>"), "holds programs"),
    "xfa.pdf": (pdf(b"<< /AcroForm << /XFA 3 0 R >> >>"), "holds programs"),
    "carries a program.pdf": (pdf(stream(b"MZ\x90\0\x03\0\0\0", b"/Type /EmbeddedFile")), "something else"),
    "carries a program unpacked.pdf": (
        pdf(stream(b"MZ\x90\0\x03\0\0\0", b"/Type /EmbeddedFile", packed=False)),
        "something else",
    ),
    "carries a pdf with a script.pdf": (pdf(stream(pdf(SCRIPT), b"/Type /EmbeddedFile")), "holds programs"),
    "deep.pdf": (
        pdf(stream(pdf(stream(pdf(stream(b"x", b"/EmbeddedFile")), b"/EmbeddedFile")), b"/EmbeddedFile")),
        "holds programs",
    ),
    "locked.pdf": (pdf(b"<< /Encrypt 5 0 R >>"), "is locked"),
    "with a tail.pdf": (pdf(b"<< >>") + archive(WORD) * 10, "cannot be opened"),
    "cut.pdf": (b"%PDF-1.7\n" + b"x" * 2000, "cannot be opened"),
    "bomb.pdf": (pdf(*[stream(b"\0" * 70_000_000)] * 2), "grow too large"),
    "cut.png": (picture("PNG")[:40], "cannot be opened"),
    "zip.png": (picture("PNG") + archive(WORD), "something else"),
    "zip.jpg": (picture("JPEG") + archive(WORD), "something else"),
    "huge.png": (huge_png(), "grow too large"),
    "macros.docx": (archive(WORD | {"word/vbaProject.bin": b"x"}), "without macros"),
    "macros by case.docx": (archive(WORD | {"word/VBAPROJECT.BIN": b"x"}), "without macros"),
    "macros by type.docx": (archive(WORD | {"[Content_Types].xml": OTHER_TYPE}), "without macros"),
    "basic.odt": (archive(ODT | {"Basic/Standard/Module1.xml": b"x"}), "without macros"),
    "active.docx": (archive(WORD | {"word/activeX/activeX1.xml": b"x"}), "without macros"),
    "bomb.docx": (archive(WORD | {"word/media/0": b"\0" * 30_000_000}), "grow too large"),
    "many.docx": (archive(WORD | {f"word/{at}": b"" for at in range(2001)}), "grow too large"),
    "locked.docx": (locked(archive(WORD)), "is locked"),
    "cut.docx": (archive(WORD)[:-30], "cannot be opened"),
    "broken.odt": (archive(ODT, packed=False).replace(b"oasis.open", b"oasis.Open", 1), "cannot be opened"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_may_be_attached_is_known_by_its_content(name: str) -> None:
    content, kind = GOOD[name]

    assert media_type(name, content) == kind


@pytest.mark.parametrize("name", BAD)
def test_what_may_not_be_attached_is_refused_in_a_sentence(name: str) -> None:
    content, sentence = BAD[name]

    with pytest.raises(Invalid) as refused:
        media_type(name, content)

    assert [one.field for one in refused.value.problems] == ["file"]
    assert sentence in refused.value.problems[0].message


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]),
    st.text(max_size=20),
)
def test_no_bytes_and_no_name_raise_anything_but_a_refusal(content: bytes, start: bytes, name: str) -> None:
    try:
        media_type(name, start + content)
    except Invalid as refused:
        assert refused.problems


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.pdf", "a.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\0.pdf", "a.pdf"),
        ("a\r\nX-Header: 1.pdf", "aX-Header: 1.pdf"),
        ("а\u200b.pdf", "а.pdf"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("///", "file"),
        ("  бұйрық.pdf  ", "бұйрық.pdf"),
        ("x" * 500 + ".pdf", "x" * 190 + ".pdf"),
    ],
)
def test_names_are_shown_without_tricks(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_every_name_becomes_a_plain_one(name: str) -> None:
    kept = safe_name(name)

    assert 0 < len(kept) <= 200
    assert kept.strip(". ")
    assert not set(kept) & set("/\\\0\r\n\u202e\u202d\u200f")
    assert safe_name(kept) == kept
