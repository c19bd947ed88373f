"""`bagyt token create LOGIN`: a bearer token for the API."""

import argparse

from engine.accounts.commands import make_token
from engine.accounts.queries import of_person
from engine.config import Settings
from engine.errors import NotFound
from engine.office import OFFICE
from engine.office.opening import opened_office
from engine.people.queries import person


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose token, and what it is for."""
    parser.add_argument("login", metavar="LOGIN", help="the person the token speaks for")
    parser.add_argument("--name", default="command line", help="what the token is for")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints the token, which is kept nowhere; raises NotFound."""
    with opened_office(settings) as office, office.work(OFFICE) as work:
        who = person(work, given.login)
        if of_person(work, who.id) is None:
            raise NotFound("Expected an account of {login}, but there is none.", login=given.login)
        token = make_token(work, who, given.name)
    print(token)
    return 0
