"""For monitoring: does the process live, is it ready, and its figures (Prometheus).

The figures are for this machine alone, or for whoever has the token of BAGYT_METRICS_TOKEN.
"""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address
from time import perf_counter

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask.blueprints import BlueprintSetupState
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.errors import NotAllowed
from engine.office import Office
from engine.office.health import answers, current, figures
from engine.worker import last_beat
from webui.port import office

pages = Blueprint("health", __name__)
SILENCE = 120  # seconds after which a worker counts as gone: a slow document takes up to a minute
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
SPANS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25)


@pages.get("/healthz")
def lives() -> Response:
    """The process answers."""
    return jsonify({"alive": True})


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """Database reachable, in the shape of this release, and a worker heard of lately: 200, else 503."""
    beat = last_beat(office().tools.settings)
    told = {
        "database": answers(office().database),
        "migrations": current(office().database),
        "worker": beat is not None and beat < SILENCE,
    }
    return jsonify(told), 200 if all(told.values()) else 503


@pages.get("/metrics")
def metrics() -> Response:
    """The figures as Prometheus reads them."""
    _may()
    registry: CollectorRegistry = current_app.extensions["metrics"]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may() -> None:
    """A proxy on this machine speaks for others, so what it forwards is not of this machine."""
    token = office().tools.settings.metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return
    here = ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104
    if not here or any(name in request.headers for name in FORWARDED):
        raise NotAllowed("Expected a request from this machine or the token of BAGYT_METRICS_TOKEN, but it is neither.")


class _Condition(Collector):
    """What the database says, asked at each scrape."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        opened: Office = self._app.extensions["office"]
        told, beat = figures(opened), last_beat(opened.tools.settings)
        jobs = GaugeMetricFamily("bagyt_jobs", "Jobs by state", labels=["state"])
        for state, count in told.jobs.items():
            jobs.add_metric([state], count)
        yield jobs
        yield GaugeMetricFamily("bagyt_jobs_oldest_seconds", "How long the oldest due job waits", told.waiting)
        yield GaugeMetricFamily("bagyt_incidents_open", "Open incidents", told.incidents)
        yield CounterMetricFamily("bagyt_acts", "Acts in the audit", told.acts)
        if beat is not None:
            yield GaugeMetricFamily("bagyt_worker_silence_seconds", "Since a worker was heard of", beat)


@pages.record_once
def _measure(state: BlueprintSetupState) -> None:
    app, registry = state.app, CollectorRegistry()
    app.extensions["metrics"] = registry
    seconds = Histogram(
        "bagyt_request_seconds", "Time of requests", ["method", "endpoint"], buckets=SPANS, registry=registry
    )
    count = Counter("bagyt_requests", "Requests", ["method", "endpoint", "status"], registry=registry)
    registry.register(_Condition(app))

    def begin() -> None:
        g.begun = perf_counter()

    def end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        seconds.labels(request.method, endpoint).observe(perf_counter() - g.get("begun", perf_counter()))
        count.labels(request.method, endpoint, response.status_code).inc()
        return response

    app.before_request(begin)
    app.after_request(end)
