"""Every command of `bagyt` in one table, in the order its help shows them."""

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class Command:
    """One command: what a person types, the module that does it, and one line of help.

    The module has `arguments(parser)` and `run(given, settings) -> exit code`, and is opened only when its command is
    typed: so `doctor` works where a library of another command cannot be loaded.
    """

    words: str
    module: str
    help: str


COMMANDS = (
    Command("up", "engine.cli.up", "database, bundled kinds, demo university (unless --empty), web and jobs"),
    Command("web", "engine.cli.web", "serve pages and API"),
    Command("worker", "engine.cli.worker", "run jobs, terms and notices"),
    Command("db upgrade", "engine.cli.db_upgrade", "bring the database to the newest shape"),
    Command("doctor", "engine.cli.doctor", "what this machine lacks and how to get it"),
    Command("kind check", "engine.cli.kind_check", "what is wrong with a kind's folder, by element"),
    Command("kind test", "engine.cli.kind_test", "play a kind's scenarios and show what they did not walk"),
    Command("kind publish", "engine.cli.kind_publish", "publish a kind's folder as its newest version"),
    Command("kind import", "engine.cli.kind_import", "make a kind's folder from any vendor's diagram"),
    Command("kind export", "engine.cli.kind_export", "write the current version of a kind as a folder"),
    Command("user add", "engine.cli.user_add", "make a person's account"),
    Command("token create", "engine.cli.token_create", "print a new bearer token for the API"),
    Command(
        "verify",
        "engine.cli.verify",
        "verdict on a PDF, by exit code: 0 valid, 1 invalid, 2 not yet, 3 unsigned",
    ),
    Command("fsck", "engine.cli.fsck", "check all invariants of the data"),
    Command("audit verify", "engine.cli.audit_verify", "check the chains of the audit"),
    Command("backup make", "engine.cli.backup_make", "write database and files into one file"),
    Command("backup check", "engine.cli.backup_check", "check a backup without restoring it"),
    Command("backup restore", "engine.cli.backup_restore", "restore a backup into an empty data folder"),
    Command("bench", "engine.cli.bench", "measure the memo beside the bare library"),
    Command("test", "engine.cli.checkout_test", "install what tests need and run them (from a checkout)"),
)


def find(words: list[str]) -> tuple[Command, list[str]] | None:
    """The command that begins the words, with what follows it; the longest name wins."""
    for command in sorted(COMMANDS, key=lambda one: -len(one.words.split())):
        name = command.words.split()
        if words[: len(name)] == name:
            return command, words[len(name) :]
    return None


def is_there(command: Command) -> bool:
    """Whether this release has the command."""
    return find_spec(command.module) is not None


def overview() -> str:
    """The help of `bagyt` itself."""
    there = [command for command in COMMANDS if is_there(command)]
    width = max(len(command.words) for command in there)
    lines = [f"  {command.words:<{width}}  {command.help}" for command in there]
    return "\n".join(["usage: bagyt COMMAND [--data DIR] …", "", *lines, "", "bagyt COMMAND --help tells more."])
