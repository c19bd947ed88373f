"""A whole office behind a real socket, with its jobs running."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from werkzeug.serving import make_server

from engine.worker import Worker
from tests.offices import House
from tests.pki import free_port
from webui.serving import application


@contextmanager
def serving(house: House) -> Iterator[str]:
    """The address of the house's web while its jobs run."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    house.office.tools.settings = replace(house.office.tools.settings, base_url=address)
    server = make_server("127.0.0.1", port, application(house.office), threaded=True)
    worker = Worker(house.office)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    worker.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        worker.stop()
