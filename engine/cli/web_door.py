"""The one place where the engine's commands reach the web: by name, when `up` or `web` is typed.

The web stands on the engine, so nothing here is imported from it (ADR 0013).
"""

from collections.abc import Callable
from importlib import import_module
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket

from engine.config import Settings
from engine.errors import Unavailable

SERVE = ("webui.serve", "serve")


def serve(settings: Settings, listening: socket, *, jobs: bool, ready: Callable[[], None]) -> int:
    """Serves pages and API on the socket until a signal ends it; `ready` is called once it answers."""
    module, name = SERVE
    return int(getattr(import_module(module), name)(settings, listening, jobs=jobs, ready=ready))


def listen(host: str, port: int) -> socket:
    """A socket that holds the address (port 0: any that is free); raises Unavailable when another program holds it."""
    made = socket(AF_INET6 if ":" in host else AF_INET)
    made.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(512)
    except (OSError, OverflowError) as error:
        made.close()
        raise Unavailable(
            "Expected {host}, port {port} to be free, but it is not: {problem}. Choose another: --port.",
            host=host,
            port=port,
            problem=getattr(error, "strerror", None) or error,
        ) from error
    return made


def address(listening: socket, host: str) -> str:
    """The base address a browser on this machine uses."""
    port = listening.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
