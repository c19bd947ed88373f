"""The demo's business trips: one settled and filed, one on which the traveller is away, one that the dean is looking at."""

from typing import Any

from engine.demo.stories import Act, Story


def _trip(
    day: int, at: str, login: str, language: str, days: tuple[int, int], given: dict[str, Any], *acts: Act
) -> Story:
    word = {"kk": "Іссапар", "ru": "Командировка"}[language]
    title = f"{word}: {given['city']}, {given['purpose']}"
    answers = {**given, "language": language}
    since, until = days
    return Story(
        day, at, login, language, "", title, "", acts, kind="trip", given=answers, days={"from": since, "to": until}
    )


def _approved(day: int) -> tuple[Act, ...]:
    """From the head of the chair to the registered order: three working days."""
    return (
        Act(day, "11:20", "chair", "approve", step="approve_chair"),
        Act(day, "14:40", "dean", "approve", step="approve_dean"),
        Act(day, "16:10", "hr", "approve", step="approve_hr"),
        Act(day - 1, "09:30", "rector", "sign", step="sign_rector"),
        Act(day - 1, "10:15", "registrar", "register", step="register"),
        Act(day - 1, "11:10", "lawyer", "approve", step="approve_lawyer", on="order"),
        Act(day - 1, "14:20", "finance", "approve", step="approve_finance", on="order"),
        Act(day - 2, "09:20", "rector", "sign", step="sign_rector", on="order"),
        Act(day - 2, "10:05", "registrar", "register", step="register", on="order"),
    )


TRIPS = (
    _trip(
        12,
        "10:20",
        "docent",
        "kk",
        (-8, -6),
        {
            "purpose": "Халықаралық конференцияда баяндама жасау",
            "purpose_ru": "выступление с докладом на международной конференции",
            "city": "Алматы",
            "transport": "Шымкент – Алматы – Шымкент, пойыз",
            "funding": "Жергілікті бюджет",
            "advance": True,
            "costs": [
                {"item": "Жол жүру", "amount": "38 900"},
                {"item": "Тұру", "amount": "60 000"},
                {"item": "Тәуліктік", "amount": "23 592"},
            ],
        },
        *_approved(12),
        Act(10, "12:30", "docent", "acknowledge", on="order"),
        Act(10, "15:30", "accountant", "pay", answers={"paid": "122 492"}, step="advance"),
        Act(
            5,
            "10:40",
            "docent",
            "report",
            answers={
                "report": "Баяндама жасалды, жинаққа мақала қабылданды.",
                "actual_costs": [
                    {"item": "Жол жүру", "amount": "41 200"},
                    {"item": "Тұру", "amount": "54 000"},
                    {"item": "Тәуліктік", "amount": "23 592"},
                ],
            },
            step="trip_report",
        ),
        Act(5, "16:20", "chair", "accept", step="accept_report"),
        Act(4, "12:15", "accountant", "settle", step="settle"),
        Act(4, "12:40", "chief_accountant", "report", answers={"report": "Іссапар шығындары төленді."}, on="order"),
    ),
    _trip(
        7,
        "09:45",
        "teacher2",
        "ru",
        (-1, 3),
        {
            "purpose": "Повышение квалификации по анализу данных",
            "purpose_kk": "Деректерді талдау бойынша біліктілікті арттыру",
            "city": "Астана",
            "advance": True,
            "costs": [{"item": "Проезд", "amount": "52 400"}, {"item": "Проживание", "amount": "90 000"}],
        },
        *_approved(7),
        Act(5, "12:20", "teacher2", "acknowledge", on="order"),
        Act(4, "11:35", "accountant", "pay", answers={"paid": "142 400"}, step="advance"),
    ),
    _trip(
        2,
        "10:50",
        "teacher3",
        "kk",
        (9, 11),
        {
            "purpose": "Оқу-әдістемелік семинарға қатысу",
            "purpose_ru": "участие в учебно-методическом семинаре",
            "city": "Түркістан",
            "costs": [{"item": "Жол жүру", "amount": "9 600"}],
        },
        Act(1, "11:55", "chair", "approve"),
    ),
)
