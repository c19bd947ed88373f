"""Messages between documents: whoever gets one is looked at under his lock."""

import threading
from time import sleep

from sqlalchemy import select

from engine.instances import messages
from engine.instances.models import Incident, LogEntry
from engine.office import OFFICE
from tests.engine.crowd import crowd
from tests.journeys.travel import asks, is_registered, order_of
from tests.offices import House


def test_of_two_messages_at_one_moment_the_second_finds_the_run_gone_on(quick_houses: House) -> None:
    house = quick_houses
    trip = asks(house)
    is_registered(house)
    order = order_of(trip).id
    moved = threading.Event()

    def registered() -> None:
        with house.office.work(OFFICE) as work:
            messages.deliver(work, {"message": "document_registered", "key": order, "payload": {}})
            work.session.flush()
            moved.set()
            sleep(0.5)  # the other has looked for its receiver by now, and waits for the lock

    def ended() -> None:
        moved.wait(30)
        with house.office.work(OFFICE) as work:
            messages.deliver(work, {"message": "document_ended", "key": order, "payload": {}})

    came = crowd([registered, ended])

    assert came == [None, None]
    with house.office.look(OFFICE) as work:
        told = select(LogEntry.kind).where(LogEntry.document_id == trip.id, LogEntry.kind == "deliver")
        assert list(work.session.scalars(told)) == ["deliver"]
        assert list(work.session.scalars(select(Incident.id).where(Incident.document_id == trip.id))) == []
