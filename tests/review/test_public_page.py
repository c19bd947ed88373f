"""The page behind the QR code speaks of the file in force, not of rounds before."""

from tests.engine.conftest import quick_house  # noqa: F401
from tests.offices import House
from webui.serving import application


def test_only_the_signatures_in_the_last_file_are_named(quick_house: House) -> None:  # noqa: F811
    paper = quick_house.as_("teacher").writes()
    quick_house.as_("chair").completes("approve")
    quick_house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)
    quick_house.as_("registrar").completes("decline_registration", comment="Қайта рәсімдеңіз")
    quick_house.as_("teacher").completes("submit")
    quick_house.as_("chair").completes("approve")
    quick_house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)
    quick_house.as_("registrar").completes("register", level="simple")

    page = application(quick_house.office).test_client().get(f"/verify/{paper.view().document.public_id}")

    assert page.status_code == 200
    assert page.text.count("<li>") == 2, "the dean and the registrar, once each"
