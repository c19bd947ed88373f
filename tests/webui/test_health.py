"""What monitoring is told."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from engine.config import Settings
from engine.office import Office
from engine.office.opening import opened_office
from engine.worker import BEAT
from webui import create_app
from webui.port import OfficeSessions


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    with opened_office(Settings(data=tmp_path, database_url=sqlite_url, metrics_token="secret-token")) as opened:
        yield opened


@pytest.fixture
def web(office: Office) -> FlaskClient:
    app = create_app(office, OfficeSessions(office), secret_key="k" * 32, blueprints=("webui.health:pages",))
    return app.test_client()


def ready(web: FlaskClient) -> tuple[int, dict[str, bool]]:
    answer = web.get("/readyz")
    return answer.status_code, json.loads(answer.data)


def test_the_process_says_that_it_lives(web: FlaskClient) -> None:
    assert web.get("/healthz").status_code == 200


def test_ready_means_database_migrations_and_a_worker_heard_of_lately(web: FlaskClient, office: Office) -> None:
    beat = office.tools.settings.data / BEAT

    never = ready(web)
    beat.touch()
    now = ready(web)
    long_ago = time.time() - 1000
    os.utime(beat, (long_ago, long_ago))
    silent = ready(web)

    whole = {"database": True, "migrations": True, "worker": True}
    assert never == (503, {**whole, "worker": False})
    assert now == (200, whole)
    assert silent == (503, {**whole, "worker": False})


def test_a_database_of_another_release_is_not_ready(web: FlaskClient, office: Office) -> None:
    with office.database.writing() as session:
        session.execute(text("DELETE FROM alembic_version"))

    code, told = ready(web)

    assert (code, told["database"], told["migrations"]) == (503, True, False)


def test_figures_of_requests_jobs_incidents_and_acts(web: FlaskClient) -> None:
    web.get("/healthz")

    told = web.get("/metrics").get_data(as_text=True)

    assert 'bagyt_requests_total{endpoint="health.lives",method="GET",status="200"} 1.0' in told
    assert 'bagyt_jobs{state="queued"} 0.0' in told
    assert all(
        f"\n{name} " in told for name in ("bagyt_jobs_oldest_seconds", "bagyt_incidents_open", "bagyt_acts_total")
    )


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 403),
        ("10.0.0.7", {"Authorization": "Bearer secret-token"}, 200),
        ("10.0.0.7", {"Authorization": "Bearer secret-tokem"}, 403),
        ("10.0.0.7", {"Authorization": "Bearer "}, 403),
    ],
)
def test_figures_are_for_this_machine_or_for_the_token(
    web: FlaskClient, address: str, headers: dict[str, str], status: int
) -> None:
    answer = web.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status


def test_without_a_token_nobody_elsewhere_sees_them(office: Office) -> None:
    office.tools.settings = replace(office.tools.settings, metrics_token="")
    app = create_app(office, OfficeSessions(office), secret_key="k" * 32, blueprints=("webui.health:pages",))

    answer = app.test_client().get(
        "/metrics", headers={"Authorization": "Bearer "}, environ_base={"REMOTE_ADDR": "10.0.0.7"}
    )

    assert answer.status_code == 403
