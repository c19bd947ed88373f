"""What falls in a job is seen by the walk."""

from typing import Any

from engine.errors import Refusal, Stopped
from engine.office import running
from tests.engine.walks.street import Street


def watch(street: Street, patch: Any) -> None:
    """What falls in a job, instead of being tried again in silence, is kept where the walk sees it."""
    failed, told = running._failed, running._told

    def seen(error: BaseException) -> None:
        if not isinstance(error, Refusal) or isinstance(error, Stopped):
            street.fallen.append(error)

    def on_failed(office: Any, claimed: Any, error: Exception) -> None:
        seen(error)
        failed(office, claimed, error)

    def on_told(error: Exception) -> Any:
        seen(error)
        return told(error)

    patch.setattr(running, "_failed", on_failed)
    patch.setattr(running, "_told", on_told)
