"""Houses and browsers of the acceptance tests."""

from tests.engine.conftest import quick_house, quick_houses  # noqa: F401
from tests.webui.pages import at, page_house, pages_app  # noqa: F401
