"""Makes the signature library believe the moment it is told, and runs its asynchronous code from anywhere.

The library takes most moments as arguments, but two places ask the machine's clock: proofs of existence that nobody
gave a date, and where the slide back into the past begins. With a moved demo clock they would prove that a signature
existed before it was made, so their `datetime` is replaced by one that asks here first.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from datetime import datetime, tzinfo
from typing import TypeVar

from pyhanko_certvalidator.ltv import ades_past, poe

T = TypeVar("T")

_believed: ContextVar[datetime | None] = ContextVar("believed", default=None)


class _Believed(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        moment = _believed.get()
        return datetime.now(tz) if moment is None else moment.astimezone(tz)


for _module in (poe, ades_past):
    vars(_module)["datetime"] = _Believed


def run(work: Coroutine[object, object, T], moment: datetime) -> T:
    """What the coroutine gives, run in a loop of its own while the library believes `moment`.

    Safe from any thread, also from one whose own loop is running.
    """
    if not _in_loop():
        return _run(work, moment)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_run, work, moment).result()


def _in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _run(work: Coroutine[object, object, T], moment: datetime) -> T:
    token = _believed.set(moment)
    try:
        return asyncio.run(work)
    finally:
        _believed.reset(token)
