"""A kind's files in one archive: equal files, equal bytes; nothing strange comes out of one."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import KindRefused
from engine.kinds import fingerprint, pack, read_folder, unpack

NAMES = st.from_regex(r"(tests/)?[a-z0-9_]{1,8}\.(yaml|form|md)", fullmatch=True)
FILES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=8)


@given(FILES)
def test_files_come_back_and_pack_to_the_same_bytes_in_any_order(files):
    packed = pack(files)

    assert unpack(packed) == files
    assert pack(dict(reversed(files.items()))) == packed
    assert pack(unpack(packed)) == packed


@given(FILES, FILES)
def test_a_fingerprint_names_names_and_contents(one, other):
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def _zip(**entries):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../kind.yaml",
        "/etc/kind.yaml",
        "tests/../kind.yaml",
        "a b.yaml",
        "verb.py",
        "kind",
        ".kind.yaml",
        "tests/deep/a.yaml",
        "kind.yaml\n",
        "кінд.yaml",
    ],
)
def test_a_foreign_name_is_refused_by_name(name):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "x")

    with pytest.raises(KindRefused) as refused:
        unpack(held.getvalue())

    assert "Expected a file of a kind" in refused.value.problems[0].message


def test_a_bomb_is_refused_before_it_is_inflated():
    with pytest.raises(KindRefused):
        unpack(_zip(**{"kind.yaml": b"0" * 1_900_000}))
    with pytest.raises(KindRefused):
        unpack(_zip(**{f"f{at}.md": str(at) for at in range(201)}))


def test_a_lying_directory_is_refused():
    packed = bytearray(_zip(**{"kind.yaml": b"hello hello hello"}))
    at = packed.rindex((17).to_bytes(4, "little"))
    packed[at : at + 4] = (5).to_bytes(4, "little")

    with pytest.raises(KindRefused):
        unpack(bytes(packed))


@given(st.binary(max_size=400))
def test_any_bytes_are_files_or_refused(content):
    try:
        unpack(content)
    except KindRefused as refused:
        assert refused.problems


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_flipped_byte_is_files_or_refused(at, value):
    packed = bytearray(pack({"kind.yaml": b"kind: memo\n" * 20, "submit.form": b"{}"}))
    packed[at % len(packed)] = value

    try:
        unpack(bytes(packed))
    except KindRefused as refused:
        assert refused.problems
    except zlib.error:
        pytest.fail("the library's own error came out")


def test_a_folder_is_read_without_hidden_files_and_links(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "kind.yaml").write_text("kind: memo")
    (tmp_path / "tests" / "a.yaml").write_text("scenario: a")
    (tmp_path / ".swp").write_text("x")
    (tmp_path / "link.yaml").symlink_to("/etc/hostname")

    assert set(read_folder(tmp_path)) == {"kind.yaml", "tests/a.yaml"}


def test_no_folder_is_refused(tmp_path):
    with pytest.raises(KindRefused):
        read_folder(tmp_path / "nothing")
