"""The commands. What a command gives stands alone on standard output; talk goes to standard error.

A refusal is its sentence on standard error and exit code 1; words that no command knows are exit code 2.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import engine
from engine.cli.table import Command, find, is_there, overview
from engine.config import Settings
from engine.errors import Invalid, KindRefused, NotFound, Refusal

HELP = {"-h", "--help", "help"}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        _check_house()
        return _run(words)
    except Refusal as refusal:
        return _tell(refusal)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _run(words: list[str]) -> int:
    if words and words[0] in {"--version", "-V"}:
        print(engine.__version__)
        return 0
    data, words = _leading_data(words)
    found = find(words)
    if found is None:
        asked = not words or words[0] in HELP
        print(overview(), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    return _command(*found, data)


def _command(command: Command, words: list[str], data: Path | None) -> int:
    if not is_there(command):
        raise NotFound("Expected the command {command}, but this release does not have it yet.", command=command.words)
    parser = argparse.ArgumentParser(f"bagyt {command.words}", description=command.help)
    parser.add_argument("--data", type=Path, default=data, metavar="DIR", help="the data folder (default: BAGYT_DATA)")
    module = import_module(command.module)
    module.arguments(parser)
    given = parser.parse_args(words)
    return int(module.run(given, Settings.from_environment(data=given.data)))


def _leading_data(words: list[str]) -> tuple[Path | None, list[str]]:
    if len(words) > 1 and words[0] == "--data":
        return Path(words[1]), words[2:]
    if words and words[0].startswith("--data="):
        return Path(words[0].removeprefix("--data=")), words[1:]
    return None, words


def _check_house() -> None:
    """A folder of the same name in the way would mix two programs: engine and webui must stand side by side."""
    web, ours = find_spec("webui"), Path(engine.__file__).resolve().parent.parent
    theirs = Path(web.origin).resolve().parent.parent if web and web.origin else None
    if theirs != ours:
        raise Refusal("Expected webui beside engine in {ours}, but it is in {theirs}.", ours=ours, theirs=theirs)


def _tell(refusal: Refusal) -> int:
    print(refusal, file=sys.stderr)
    if isinstance(refusal, Invalid):
        for problem in refusal.problems:
            print(f"  {problem.field}: {problem.message}", file=sys.stderr)
    if isinstance(refusal, KindRefused):
        for fault in refusal.problems:
            print(f"  {fault.place} {fault.element}: {fault.message}", file=sys.stderr)
    return 1
