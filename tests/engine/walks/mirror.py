"""The same run three times: as it is saved, rebuilt from its log, and kept alive in memory beside, never saved."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.catalogue.queries import version
from engine.fsck.runs import entry_of
from engine.instances.models import Instance, LogEntry
from engine.office import OFFICE
from engine.workflow import Entry
from engine.workflow import state as states
from engine.workflow.acting import act, begin, tell
from engine.workflow.run import Run
from tests.offices import House


@dataclass
class Live:
    """A run that lives in memory, and how much of the log it has lived through."""

    run: Run
    entries: int


class Mirror:
    """Beside a house: its runs, alive."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.alive: dict[str, Live] = {}

    def disagreements(self) -> list[str]:
        """The documents whose saved, rebuilt and living runs are not the same to the byte."""
        found = []
        with self.house.office.look(OFFICE) as work:
            for instance in work.session.scalars(select(Instance).order_by(Instance.started)):
                log = _log(work.session.scalars(_entries(instance.document_id)))
                before = self.alive.get(instance.document_id)
                if before is not None and before.entries == len(log):
                    continue
                spec = version(work, instance.version_id).spec
                machine = work.tools.machine
                if machine.replay(spec, log).state != instance.state:
                    found.append(f"{instance.document_id}: what its log gives is not what is saved")
                if states.save(self._lived(spec, instance.document_id, log).run, machine._key) != instance.state:
                    found.append(f"{instance.document_id}: the run in memory is not what is saved")
        return found

    def _lived(self, spec: bytes, document: str, log: list[Entry]) -> Live:
        machine = self.house.office.tools.machine
        live = self.alive.get(document)
        if live is None:
            first = log[0]
            live = Live(begin(machine._shelf.take(spec), first.data, machine._limits, first.at), 0)
            self.alive[document] = live
        for entry in log[live.entries :]:
            act(live.run, entry)
            tell(live.run)
        live.entries = len(log)
        return live


def _entries(document: str):
    return select(LogEntry).where(LogEntry.document_id == document).order_by(LogEntry.number)


def _log(rows) -> list[Entry]:
    return [entry_of(one) for one in rows]
