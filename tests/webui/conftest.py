from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from tests.webui.pages import at, page_house, pages_app  # noqa: F401
from tests.webui.port import Accounts
from webui import create_app


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


@pytest.fixture
def app(accounts: Accounts) -> APIFlask:
    return create_app(
        object(), accounts, secret_key="k" * 32, demo=True, blueprints=("webui.docs:pages", "tests.webui.rooms:pages")
    )


@pytest.fixture
def web(app: APIFlask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def teacher(web: FlaskClient, accounts: Accounts) -> FlaskClient:
    """A browser in which the teacher is signed in."""
    web.set_cookie("bagyt", accounts.start("teacher", "Demo-2026!", "", ""))
    return web
