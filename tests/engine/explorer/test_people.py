"""Lanes that nobody can fill, looked for in every unit a document may come from."""

from collections.abc import Sequence

from engine import explorer
from tests.engine.explorer.faults import redrawn

RECTORATE, FACULTY, CHAIR = 1, 2, 3
TYPES = {RECTORATE: "rectorate", FACULTY: "faculty", CHAIR: "chair"}
HEADS = {FACULTY: 20, CHAIR: 30}


class University:
    """A faculty with a chair, both headed, under a rectorate; one registrar."""

    def unit(self, code: str) -> int | None:
        return None

    def person(self, login: str) -> int | None:
        return None

    def head(self, unit: int) -> int | None:
        return HEADS.get(unit)

    def parent(self, unit: int) -> int | None:
        return unit - 1 or None

    def type(self, unit: int) -> str:
        return TYPES[unit]

    def holders(self, post: str) -> Sequence[int]:
        return ()

    def members(self, unit: int) -> Sequence[int]:
        return ()

    def role_holders(self, role: str) -> Sequence[int]:
        return (40,) if role == "registrar" else ()


SEATS = [(31, CHAIR), (21, FACULTY)]


def _lane(rule: bytes) -> list[tuple[str, str]]:
    kind = redrawn("memo", settings=lambda text: text.replace(b"head(initiator.unit)\n", rule + b"\n", 1))
    return [(one.element, one.message) for one in explorer.nobody(kind, University(), SEATS)]


def test_the_shipped_memo_finds_somebody_for_every_lane() -> None:
    assert _lane(b"head(initiator.unit)") == []


def test_a_post_nobody_holds_is_found() -> None:
    ((element, message),) = _lane(b'post("provost")')

    assert element == "approve_chair"
    assert message.endswith('post("provost")')


def test_a_lane_that_somebody_fills_in_one_unit_is_not_blamed() -> None:
    assert _lane(b"head(parent(initiator.unit))") == []


def test_a_rule_that_goes_by_an_answer_is_not_blamed() -> None:
    assert _lane(b'answer("addressee") or post("provost")') == []
