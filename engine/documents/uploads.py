"""What may be attached: an allow-list by content, not by name (Y-35). Archives are looked into with limits."""

import re
import unicodedata
import zipfile
from io import BytesIO

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
_DANGEROUS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
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
    ending = name.rpartition(".")[2].casefold()
    if ending not in _ENDINGS[found]:
        raise _refused("Expected the file to be what its name says, but the content of {name} is something else.", name)
    return found


def _by_content(name: str, content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return _pdf(name, content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _archive(name, content)
    if _is_text(content):
        return "text/plain"
    raise Invalid.one(
        "file", "Expected one of {allowed}, but {name} is something else.", allowed=_ALLOWED, name=safe_name(name)
    )


def _pdf(name: str, content: bytes) -> str:
    if any(word in content for word in _DANGEROUS):
        raise _refused("Expected a plain PDF, but {name} holds programs or files inside.", name)
    return "application/pdf"


def _archive(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(name, members, len(content))
            names = {one.filename for one in members}
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").strip()
                if kind in _OPEN:
                    return kind.decode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _refused("Expected a whole file, but {name} cannot be opened.", name) from None
    if any(one.endswith("vbaProject.bin") for one in names):
        raise _refused("Expected a document without macros, but {name} has them.", name)
    for folder, kind_of in _OFFICE.items():
        if "[Content_Types].xml" in names and any(one.startswith(folder) for one in names):
            return kind_of
    raise Invalid.one(
        "file", "Expected one of {allowed}, but {name} is something else.", allowed=_ALLOWED, name=safe_name(name)
    )


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
    stem, dot, ending = kept.strip().rpartition(".")
    return (stem[:190] + dot + ending[:9]) if dot and stem else (kept.strip()[:200] or "file")


def _refused(template: str, name: str) -> Invalid:
    return Invalid.one("file", template, name=safe_name(name))
