"""What the table calls what it draws by itself, in the four languages: an approver, the question after him, the ways on."""

from collections.abc import Mapping

from engine.texts import Text

STEP: Text = {"kk": "Құжатты келісу", "ru": "Согласовать документ", "ky": "Документти макулдашуу", "en": "Approve the document"}  # fmt: skip
QUESTION: Text = {"kk": "Келісілді ме?", "ru": "Согласовано?", "ky": "Макулдашылдыбы?", "en": "Approved?"}
WAYS: Mapping[str, Text] = {
    "on": {"kk": "иә", "ru": "да", "ky": "ооба", "en": "yes"},
    "no": {"kk": "жоқ", "ru": "нет", "ky": "жок", "en": "no"},
    "return": {"kk": "қайтару", "ru": "вернуть", "ky": "кайтаруу", "en": "return"},
    "reject": {"kk": "қабылдамау", "ru": "отклонить", "ky": "четке кагуу", "en": "reject"},
}
