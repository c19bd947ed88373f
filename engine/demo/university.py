"""The people of the invented university and their posts. Every name here is made up."""

from dataclasses import dataclass

TITLES = {
    "rector": (
        "Басқарма төрағасы – ректор",
        "Председатель Правления – ректор",
        "Башкарманын төрагасы – ректор",
        "Chair of the Board – Rector",
    ),
    "vice_rector": ("Проректор", "Проректор", "Проректор", "Vice-rector"),
    "dean": ("Факультет деканы", "Декан факультета", "Факультеттин деканы", "Dean of the faculty"),
    "head_of_chair": ("Кафедра меңгерушісі", "Заведующий кафедрой", "Кафедра башчысы", "Head of the chair"),
    "head": ("Бөлім басшысы", "Начальник отдела", "Бөлүмдүн жетекчиси", "Head of the department"),
    "director": (
        "Департамент директоры",
        "Директор департамента",
        "Департаменттин директору",
        "Director of the department",
    ),
    "chief_accountant": ("Бас есепші", "Главный бухгалтер", "Башкы эсепчи", "Chief accountant"),
    "accountant": ("Есепші", "Бухгалтер", "Эсепчи", "Accountant"),
    "lawyer": ("Заңгер", "Юрист", "Юрист", "Lawyer"),
    "economist": ("Экономист", "Экономист", "Экономист", "Economist"),
    "specialist": ("Маман", "Специалист", "Адис", "Specialist"),
    "records_officer": (
        "Іс жүргізу қызметкері",
        "Делопроизводитель",
        "Иш кагаздарын жүргүзүүчү адис",
        "Records officer",
    ),
    "archivist": ("Архивші", "Архивариус", "Архивчи", "Archivist"),
    "librarian": ("Кітапханашы", "Библиотекарь", "Китепканачы", "Librarian"),
    "engineer": ("Инженер", "Инженер", "Инженер", "Engineer"),
    "senior_teacher": ("Аға оқытушы", "Старший преподаватель", "Улук окутуучу", "Senior teacher"),
    "docent": ("Доцент", "Доцент", "Доцент", "Associate professor"),
    "professor": ("Профессор", "Профессор", "Профессор", "Professor"),
    "teacher": ("Оқытушы", "Преподаватель", "Окутуучу", "Teacher"),
    "methodist": ("Әдіскер", "Методист", "Методист", "Methodologist"),
}


@dataclass(frozen=True)
class Someone:
    """An invented person: family, given name and patronymic in Kazakh and Russian; post, unit, roles."""

    login: str
    kk: str
    ru: str
    unit: str
    post: str
    head: bool = False
    roles: tuple[str, ...] = ()


PEOPLE = (
    Someone("rector", "Әлімов Болат Жанұлы", "Алимов Болат Жанович", "rectorate", "rector", True),
    Someone("vice1", "Қасенова Гүлнар Ерболқызы", "Касенова Гульнар Ерболовна", "rectorate", "vice_rector"),
    Someone("vice2", "Мұратов Ержан Серікұлы", "Муратов Ержан Серикович", "rectorate", "vice_rector"),
    Someone("vice3", "Тілеубаев Арман Қайратұлы", "Тлеубаев Арман Кайратович", "rectorate", "vice_rector"),
    Someone(
        "registrar",
        "Нұрланова Айгүл Бекқызы",
        "Нурланова Айгуль Бековна",
        "records",
        "records_officer",
        False,
        ("registrar",),
    ),
    Someone(
        "records",
        "Жақсыбекова Роза Маратқызы",
        "Жаксыбекова Роза Маратовна",
        "records",
        "head",
        True,
        ("registrar", "records_admin"),
    ),
    Someone("hr", "Ахметова Гүлжан Рашидқызы", "Ахметова Гульжан Рашидовна", "hr", "head", True, ("hr",)),
    Someone("hr2", "Сәрсенова Динара Талғатқызы", "Сарсенова Динара Талгатовна", "hr", "specialist", False, ("hr",)),
    Someone("hr3", "Ыбыраев Нұржан Асқарұлы", "Ибраев Нуржан Аскарович", "hr", "specialist", False, ("hr",)),
    Someone("lawyer", "Досжанов Тимур Ғалымұлы", "Досжанов Тимур Галымович", "legal", "lawyer", True),
    Someone("finance", "Құсайынова Мәриям Оралқызы", "Кусаинова Мариям Ораловна", "finance", "head", True),
    Someone("finance2", "Бектасов Олжас Нұрланұлы", "Бектасов Олжас Нурланович", "finance", "economist"),
    Someone("accountant", "Төлегенова Зәуре Мақсатқызы", "Тулегенова Зауре Максатовна", "accounting", "accountant"),
    Someone(
        "chief_accountant", "Ким Светлана Викторовна", "Ким Светлана Викторовна", "accounting", "chief_accountant", True
    ),
    Someone("accountant2", "Есенов Қанат Болатұлы", "Есенов Канат Болатович", "accounting", "accountant"),
    Someone("admin", "Қуатов Асан Сәкенұлы", "Куатов Асан Сакенович", "it", "director", True, ("admin",)),
    Someone("owner", "Рахимова Лаура Дәуренқызы", "Рахимова Лаура Дауреновна", "it", "specialist", False, ("owner",)),
    Someone("it2", "Петров Андрей Николаевич", "Петров Андрей Николаевич", "it", "engineer"),
    Someone("facility", "Байжанов Ғалым Тұрарұлы", "Байжанов Галым Турарович", "facility", "head", True),
    Someone("facility2", "Нұрпейісова Айнұр Ерланқызы", "Нурпеисова Айнур Ерлановна", "facility", "engineer"),
    Someone("facility3", "Ли Виктор Андреевич", "Ли Виктор Андреевич", "facility", "engineer"),
    Someone("librarian", "Смағұлова Бота Жомартқызы", "Смагулова Бота Жомартовна", "library", "head", True),
    Someone("librarian2", "Иванова Ольга Сергеевна", "Иванова Ольга Сергеевна", "library", "librarian"),
    Someone(
        "archivist",
        "Омарова Шолпан Қайратқызы",
        "Омарова Шолпан Кайратовна",
        "archive",
        "archivist",
        True,
        ("archivist",),
    ),
    Someone("dean", "Ермеков Нұрлан Сапарұлы", "Ермеков Нурлан Сапарович", "fit", "dean", True),
    Someone("dean_office", "Абаева Сымбат Ержанқызы", "Абаева Сымбат Ержановна", "fit", "methodist"),
    Someone("chair", "Оспанов Мұрат Айдарұлы", "Оспанов Мурат Айдарович", "informatics", "head_of_chair", True),
    Someone("teacher", "Сейітова Дана Қанатқызы", "Сеитова Дана Канатовна", "informatics", "senior_teacher"),
    Someone("docent", "Жұмабаева Сәуле Маратқызы", "Жумабаева Сауле Маратовна", "informatics", "docent"),
    Someone("teacher2", "Әбілов Дәурен Қасымұлы", "Абилов Даурен Касымович", "informatics", "teacher"),
    Someone("teacher3", "Мамытова Айжан Кубанычовна", "Мамытова Айжан Кубанычовна", "informatics", "teacher"),
    Someone("mathhead", "Исаев Бауыржан Төлеуұлы", "Исаев Бауржан Толеуович", "mathematics", "head_of_chair", True),
    Someone("math1", "Назарова Жанна Ильясқызы", "Назарова Жанна Ильясовна", "mathematics", "professor"),
    Someone("math2", "Қайырбеков Санжар Мейрамұлы", "Каирбеков Санжар Мейрамович", "mathematics", "teacher"),
    Someone("dean2", "Бекмұханова Раушан Әділқызы", "Бекмуханова Раушан Адиловна", "fped", "dean", True),
    Someone(
        "primaryhead", "Шәріпова Меруерт Саматқызы", "Шарипова Меруерт Саматовна", "primary", "head_of_chair", True
    ),
    Someone("stranger", "Орынбаева Кәмила Ринатқызы", "Орынбаева Камила Ринатовна", "primary", "teacher"),
    Someone("primary2", "Тұрсынов Алмас Ғабитұлы", "Турсунов Алмас Габитович", "primary", "senior_teacher"),
    Someone("psyhead", "Васильева Елена Павловна", "Васильева Елена Павловна", "psychology", "head_of_chair", True),
    Someone("psy1", "Дүйсенова Ақмарал Бақытқызы", "Дуйсенова Акмарал Бакытовна", "psychology", "docent"),
    Someone("psy2", "Сыдыков Эмиль Таалайбекович", "Сыдыков Эмиль Таалайбекович", "psychology", "teacher"),
    Someone("psy3", "Жанұзақова Інжу Ғанибекқызы", "Жанузакова Инжу Ганибековна", "psychology", "teacher"),
)

SIGNERS = ("rector", "vice1", "dean", "dean2", "registrar", "records", "chair", "hr")


def names(full_kk: str, full_ru: str) -> dict[str, dict[str, str]]:
    """The parts of a person's name by language."""
    parts = {"kk": full_kk.split(), "ru": full_ru.split()}
    return {
        language: {"family": said[0], "given": said[1], "patronymic": said[2] if len(said) > 2 else ""}
        for language, said in parts.items()
    }
