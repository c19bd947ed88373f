"""What may be attached: an allow-list by content, not by name (Y-35). Archives are looked into with limits."""

import re
import unicodedata
import zipfile
import zlib
from io import BytesIO

from PIL import Image

from engine.documents.pdfs import TooLarge, look_into
from engine.errors import Invalid

LARGEST = 20 * 1024 * 1024
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.presentation",
}
_ENDINGS = {
    "application/pdf": {"pdf"},
    "image/png": {"png"},
    "image/jpeg": {"jpg", "jpeg"},
    "text/plain": {"txt", "csv"},
    _OFFICE["word/"]: {"docx"},
    _OFFICE["xl/"]: {"xlsx"},
    _OFFICE["ppt/"]: {"pptx"},
    "application/vnd.oasis.opendocument.text": {"odt"},
    "application/vnd.oasis.opendocument.spreadsheet": {"ods"},
    "application/vnd.oasis.opendocument.presentation": {"odp"},
}
_ALLOWED = "PDF, PNG, JPEG, DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT, CSV"
_MACROS = ("basic/", "scripts/")  # folders of OpenDocument
_ACTIVE = ("vbaproject.bin", "/activex/", "/activex1.xml", "/attachedtoolbars.bin")
_PIXELS = 80_000_000
_DEEPEST = 2  # a PDF inside a PDF inside the PDF is looked into, no deeper one
_MOST_MEMBERS, _MOST_BYTES, _MOST_RATIO = 2000, 200 * 1024 * 1024, 200


def media_type(name: str, content: bytes) -> str:
    """What the file is by its content; raises Invalid when it may not be attached or is not what its name says."""
    if not content:
        raise _refused("Expected a file with something in it, but {name} is empty.", name)
    if len(content) > LARGEST:
        raise Invalid.one(
            "file",
            "Expected a file of at most {most} MB, but {name} is larger.",
            most=LARGEST // 1024 // 1024,
            name=safe_name(name),
        )
    found = _by_content(name, content)
    ending = safe_name(name).rpartition(".")[2].casefold()
    if ending not in _ENDINGS[found]:
        raise _refused("Expected the file to be what its name says, but the content of {name} is something else.", name)
    return found


def _by_content(name: str, content: bytes, depth: int = 0) -> str:
    if content.startswith(b"%PDF-"):
        return _pdf(name, content, depth)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(name, content, "PNG")
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(name, content, "JPEG")
    if content.startswith(b"PK\x03\x04"):
        return _archive(name, content)
    if _is_text(content):
        return "text/plain"
    raise Invalid.one(
        "file", "Expected one of {allowed}, but {name} is something else.", allowed=_ALLOWED, name=safe_name(name)
    )


def _pdf(name: str, content: bytes, depth: int) -> str:
    """A PDF may carry files (PDF/A-3 does) when each of them may be attached by itself; programs it may not."""
    if len(content) - content.rfind(b"%%EOF") > 1024:
        raise _refused("Expected a whole file, but {name} cannot be opened.", name)
    try:
        found = look_into(content)
    except TooLarge:
        raise _refused(
            "Expected a file of ordinary size inside, but {name} would grow too large when opened.", name
        ) from None
    if found.locked:
        raise _refused("Expected a file without a password, but {name} is locked.", name)
    if found.programs or found.hidden or (found.files and depth >= _DEEPEST):
        raise _refused("Expected a plain PDF, but {name} holds programs or files inside.", name)
    for inside in found.files:
        _by_content(name, inside, depth + 1)
    return "application/pdf"


def _picture(name: str, content: bytes, form: str) -> str:
    """A picture that opens as what it says, with nothing else hung on to it."""
    try:
        with Image.open(BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > _PIXELS:
                raise Image.DecompressionBombError
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(
            "Expected a file of ordinary size inside, but {name} would grow too large when opened.", name
        ) from None
    except (OSError, SyntaxError, ValueError, Warning):
        raise _refused("Expected a whole file, but {name} cannot be opened.", name) from None
    if zipfile.is_zipfile(BytesIO(content)) or b"%PDF-" in content[:1024]:
        raise _refused("Expected the file to be what its name says, but the content of {name} is something else.", name)
    return f"image/{form.lower()}"


def _archive(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(name, members, len(content))
            names = {one.filename for one in members}
            kind = _start(archive, "mimetype", 200).strip() if "mimetype" in names else b""
            types = _start(archive, "[Content_Types].xml", 1024 * 1024) if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise _refused("Expected a whole file, but {name} cannot be opened.", name) from None
    if b"macroEnabled" in types or any(_is_active(one.casefold()) for one in names):
        raise _refused("Expected a document without macros, but {name} has them.", name)
    if kind in _OPEN:
        return kind.decode()
    for folder, kind_of in _OFFICE.items():
        if "[Content_Types].xml" in names and any(one.startswith(folder) for one in names):
            return kind_of
    raise Invalid.one(
        "file", "Expected one of {allowed}, but {name} is something else.", allowed=_ALLOWED, name=safe_name(name)
    )


def _start(archive: zipfile.ZipFile, member: str, most: int) -> bytes:
    with archive.open(member) as opened:
        return opened.read(most)


def _is_active(member: str) -> bool:
    return member.startswith(_MACROS) or any(word in f"/{member}" for word in _ACTIVE)


def _check_members(name: str, members: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(one.file_size for one in members)
    if len(members) > _MOST_MEMBERS or total > _MOST_BYTES or total > size * _MOST_RATIO:
        raise _refused("Expected a file of ordinary size inside, but {name} would grow too large when opened.", name)
    if any(one.flag_bits & 1 for one in members):
        raise _refused("Expected a file without a password, but {name} is locked.", name)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t\f" for letter in text)


def safe_name(name: str) -> str:
    """The file's name as it may be shown and offered: no folders, no control or direction-changing characters, at most 200."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    if not kept.strip(". "):
        return "file"
    stem, dot, ending = kept.strip().rpartition(".")
    return (stem[:190] + dot + ending[:9]) if dot and stem else (kept.strip()[:200] or "file")


def _refused(template: str, name: str) -> Invalid:
    return Invalid.one("file", template, name=safe_name(name))
