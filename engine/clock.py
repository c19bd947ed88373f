"""The moment everything believes in; in a demo it can be moved."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock


class Clock:
    """Tells the moment in UTC. With a file it may be moved, and every process that reads the file follows."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = Lock()
        self._seen = -1
        self._offset = timedelta()

    def now(self) -> datetime:
        """This moment, aware, UTC."""
        return datetime.now(UTC) + self._moved()

    def set(self, moment: datetime) -> datetime:
        """Moves the clock to the moment; it goes on from there."""
        if self._file is None:
            raise ValueError("Expected a movable clock, but this one is fixed.")
        offset = moment - datetime.now(UTC)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
        fresh.replace(self._file)
        return self.now()

    def _moved(self) -> timedelta:
        if self._file is None:
            return self._offset
        try:
            seen = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        with self._lock:
            if seen != self._seen:
                self._offset = timedelta(seconds=json.loads(self._file.read_text())["offset_seconds"])
                self._seen = seen
            return self._offset


class FixedClock(Clock):
    """A clock that stands until it is set: for tests and scenarios."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> datetime:
        self.moment = moment
        return moment
