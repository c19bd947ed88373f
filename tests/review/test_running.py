"""Steps of the office take effect once each, on what they looked at."""

import pytest

from engine.documents.models import Document
from engine.errors import Stale
from engine.office import OFFICE
from engine.steps import apply_signature
from tests.engine.conftest import quick_house  # noqa: F401
from tests.offices import House


def test_a_signature_that_was_decided_meanwhile_is_not_decided_again(quick_house: House) -> None:  # noqa: F811
    quick_house.as_("teacher").writes()
    quick_house.as_("chair").completes("approve")
    paper = quick_house.as_("dean").completes("sign", level="simple", settle=False, executor_unit="facility")
    with quick_house.office.look(OFFICE) as work:
        gathered = apply_signature.gather(work, work.get(Document, paper.id), {})
    quick_house.settle()

    with pytest.raises(Stale), quick_house.office.work(OFFICE) as work:
        apply_signature.keep(
            work, work.get(Document, paper.id), gathered, apply_signature.Result("", b"", "valid", None)
        )
