"""What a person is asked for before he signs cannot be talked down by what he sends."""

import pytest

from engine.errors import Invalid
from tests.engine.conftest import quick_house  # noqa: F401
from tests.offices import House


@pytest.mark.parametrize("level", ["click", "none", "CERTIFICATE", "x" * 200])
def test_a_signature_is_by_password_or_by_certificate_and_nothing_less(quick_house: House, level: str) -> None:  # noqa: F811
    quick_house.as_("teacher").writes()
    quick_house.as_("chair").completes("approve")

    with pytest.raises(Invalid) as refused:
        quick_house.as_("dean").completes("sign", level=level, password="", executor_unit="facility", control=True)

    assert [one.field for one in refused.value.problems] == ["level"]
