"""Many at once: every thread starts at the same moment, and what came of each is kept."""

import threading
from collections.abc import Callable, Sequence
from typing import Any


def crowd(acts: Sequence[Callable[[], Any]], *, wait: float = 120) -> list[Any]:
    """What each act gave, or the exception it raised, in the order of the acts."""
    came: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(at: int) -> None:
        gate.wait(wait)
        try:
            came[at] = acts[at]()
        except Exception as raised:  # what each thread met is what the test looks at
            came[at] = raised

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(wait)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return came
