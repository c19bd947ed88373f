"""A document sent when nothing else is due."""

from engine.office import press
from tests.offices import House, Paper


def sent(house: House, subject: str = "Тақырып") -> Paper:
    """A memo on its way whose first step is not made yet, and nothing else is due."""
    house.settle()
    answers = {"subject": subject, "text": "Мәтін"}
    return Paper(house, press.start_document(house.office, house.actor("teacher"), "memo", answers, submit=True))
