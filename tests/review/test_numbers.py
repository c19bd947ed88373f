"""A number that was taken for a document does not outlive it unnoticed."""

import pytest

from engine.errors import Unavailable
from engine.registration.queries import of_document
from tests.engine.conftest import quick_houses  # noqa: F401
from tests.offices import House, Paper


def _number_taken_and_declined(house: House, monkeypatch: pytest.MonkeyPatch) -> Paper:
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)

    def silent(*_given: object, **_more: object) -> bytes:
        raise Unavailable

    monkeypatch.setattr("engine.office.press.registrar_picture", silent)
    with pytest.raises(Unavailable):
        house.as_("registrar").completes("register", level="certificate")
    house.as_("registrar").completes("decline_registration", comment="Қайта рәсімдеңіз")
    return paper


def _state_of_number(house: House, paper: Paper) -> tuple[str, str | None]:
    with house.office.look(house.actor("registrar")) as work:
        found = of_document(work, paper.id)
        assert found is not None
        return found.state, found.reason


def test_the_number_of_a_document_that_is_withdrawn_is_annulled(
    quick_houses: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = _number_taken_and_declined(quick_houses, monkeypatch)

    quick_houses.as_("teacher").withdraws(paper, "Қателестім")

    assert (paper.state, _state_of_number(quick_houses, paper)) == ("withdrawn", ("annulled", "Қателестім"))
    assert quick_houses.broken() == []


def test_the_number_of_a_document_that_is_refused_is_annulled(
    quick_houses: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = _number_taken_and_declined(quick_houses, monkeypatch)
    quick_houses.as_("teacher").completes("submit")
    quick_houses.as_("chair").completes("approve")

    quick_houses.as_("dean").completes("refuse", comment="Қажет емес")

    assert (paper.state, _state_of_number(quick_houses, paper)) == ("rejected", ("annulled", "Қажет емес"))
    assert quick_houses.broken() == []
