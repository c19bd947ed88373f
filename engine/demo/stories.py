"""The demo's documents: what each says and who did what with it, in working days and hours before today.

Numbers of days count back: 1 is the last working day before today. A term (`due`) counts forward when positive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Act:
    """One press of one person; `due` is answered as a date so many working days from today."""

    day: int
    at: str
    login: str
    outcome: str
    comment: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    due: int | None = None
    step: str = ""  # where somebody has several tasks on the document
    on: str = ""  # "order": on the order the document's route has made


@dataclass(frozen=True)
class Story:
    """A document, who wrote it when, and the presses that followed; a draft when it was not sent."""

    day: int
    at: str
    login: str
    language: str
    unit: str
    subject: str
    text: str
    acts: tuple[Act, ...] = ()
    sent: bool = True
    kind: str = "memo"
    given: Mapping[str, Any] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)  # answers that are dates: working days from today

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of the start form."""
        if self.given:
            return dict(self.given)
        return {"subject": self.subject, "text": self.text, "language": self.language, "executor_unit": self.unit}


STORIES = (
    Story(
        12,
        "10:05",
        "teacher",
        "kk",
        "facility",
        "305-дәрісханадағы проекторды ауыстыру туралы",
        "Сізден № 2 оқу ғимаратының 305-дәрісханасындағы істен шыққан проекторды ауыстыруға тапсырма беруіңізді "
        "сұраймын.\n\nДәрісханада аптасына 18 академиялық сағат сабақ өтеді, ақау актімен расталған.",
        (
            Act(12, "14:20", "chair", "approve"),
            Act(
                11,
                "09:40",
                "dean",
                "sign",
                answers={
                    "executor_unit": "facility",
                    "co_executors": ["facility2"],
                    "control": True,
                    "resolution": "Проектор ауыстырылсын, нәтижесі мерзімінде баяндалсын.",
                },
                due=-4,
            ),
            Act(11, "11:15", "registrar", "register"),
            Act(
                6,
                "16:30",
                "facility",
                "report",
                answers={"report": "Проектор ауыстырылды, қабылдау-тапсыру актісі жасалды."},
            ),
            Act(5, "09:25", "dean", "accept"),
        ),
    ),
    Story(
        11,
        "09:10",
        "docent",
        "ru",
        "facility",
        "О приобретении маркеров и бумаги для кафедры",
        "Прошу поручить приобретение 40 маркеров для досок и 20 пачек бумаги формата А4 для кафедры информатики."
        "\n\nЗапас, полученный в начале учебного года, израсходован.",
        (
            Act(11, "15:05", "chair", "approve_with_remark", "Бумаги достаточно 15 пачек."),
            Act(
                10,
                "10:00",
                "dean",
                "sign",
                answers={
                    "executor_unit": "facility",
                    "control": False,
                    "resolution": "Приобрести 40 маркеров и 15 пачек бумаги.",
                },
                due=-5,
            ),
            Act(10, "12:10", "registrar", "register"),
            Act(7, "11:45", "facility", "report", answers={"report": "Маркеры и бумага выданы кафедре по накладной."}),
        ),
    ),
    Story(
        10,
        "11:30",
        "teacher",
        "ru",
        "facility",
        "О ремонте кондиционера в аудитории 312",
        "Прошу поручить ремонт кондиционера в аудитории 312 учебного корпуса № 2: он не включается."
        "\n\nВ аудитории стоят 24 компьютера, к середине дня температура превышает 28 °C.",
        (
            Act(9, "09:35", "chair", "approve"),
            Act(
                9,
                "16:10",
                "dean",
                "sign",
                answers={
                    "executor_unit": "facility",
                    "control": True,
                    "resolution": "Отремонтировать кондиционер, о результате доложить.",
                },
                due=-3,
            ),
            Act(8, "10:20", "registrar", "register"),
        ),
    ),
    Story(
        7,
        "14:15",
        "teacher2",
        "ru",
        "facility",
        "О замене мебели в преподавательской",
        "Прошу поручить замену шести столов и двенадцати стульев в преподавательской кафедры информатики.",
        (Act(6, "10:50", "chair", "reject", "Мебель заменена в прошлом учебном году, средств на замену нет."),),
    ),
    Story(
        5,
        "10:40",
        "teacher2",
        "kk",
        "it",
        "Компьютерлік сыныпқа бағдарлама орнату туралы",
        "Сізден 210-компьютерлік сыныптың 20 компьютеріне деректер базасын басқару жүйесін орнатуға тапсырма "
        "беруіңізді сұраймын.\n\nБағдарлама келесі модульдің зертханалық жұмыстарына қажет.",
        (
            Act(5, "15:40", "chair", "approve"),
            Act(
                4,
                "11:05",
                "dean",
                "sign",
                answers={
                    "executor_unit": "it",
                    "control": True,
                    "resolution": "Бағдарлама орнатылсын, дайындығы туралы баяндалсын.",
                },
                due=5,
            ),
            Act(4, "14:30", "registrar", "register"),
        ),
    ),
    Story(
        4,
        "09:50",
        "teacher3",
        "ru",
        "fit",
        "О переносе занятий группы ИН-24-2",
        "Прошу разрешить перенос двух лекций группы ИН-24-2 на следующую неделю.",
        (
            Act(3, "10:15", "chair", "return", "Укажите даты, аудиторию и причину переноса."),
            Act(
                2,
                "09:30",
                "teacher3",
                "submit",
                answers={
                    "text": "Прошу разрешить перенос двух лекций группы ИН-24-2 с пятницы на вторник и среду следующей "
                    "недели в 12:00, аудитория 305.\n\nПричина: участие в методическом семинаре."
                },
            ),
        ),
    ),
    Story(
        3,
        "09:20",
        "docent",
        "kk",
        "facility",
        "Диплом алдындағы практикаға автобус бөлу туралы",
        "Сізден 4-курстың 28 студентін практика базасына жеткізу үшін автобус бөлуге тапсырма беруіңізді сұраймын.",
        (
            Act(2, "14:05", "chair", "approve"),
            Act(
                1,
                "15:50",
                "dean",
                "sign",
                answers={"executor_unit": "facility", "control": True, "resolution": "Автобус бөлінсін."},
                due=4,
            ),
        ),
    ),
    Story(
        3,
        "15:30",
        "teacher",
        "ru",
        "it",
        "О проведении олимпиады по программированию",
        "Прошу поручить подготовку компьютерных классов 210 и 212 к республиканской олимпиаде по программированию."
        "\n\nОжидается 60 участников из 12 вузов.",
        (Act(1, "10:30", "chair", "approve"),),
    ),
    Story(
        2,
        "11:10",
        "teacher",
        "kk",
        "library",
        "Оқу әдебиетін сатып алу туралы",
        "Сізден кафедраға оқу әдебиетін сатып алуға тапсырма беруіңізді сұраймын.",
        (Act(1, "11:20", "chair", "return", "Кітаптардың тізімі мен данасының санын көрсетіңіз."),),
    ),
    Story(
        2,
        "16:20",
        "psy2",
        "ky",
        "library",
        "Окуу залына китеп алдыруу жөнүндө",
        "Окуу залына психология боюнча жаңы чыккан китептерди алдырууну тапшырууңузду суранам.",
    ),
    Story(
        1,
        "15:10",
        "docent",
        "kk",
        "facility",
        "Кафедра отырысына дәрісхана бөлу туралы",
        "Сізден кафедра отырысын өткізу үшін 401-дәрісхананы бөлуге тапсырма беруіңізді сұраймын.",
    ),
    Story(
        1,
        "17:20",
        "teacher",
        "kk",
        "facility",
        "Зертхананың жарығын жөндеу туралы",
        "Сізден 118-зертхананың жарығын жөндеуге тапсырма беруіңізді сұраймын.",
        sent=False,
    ),
)
