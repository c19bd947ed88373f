"""A room of pages that exists in tests alone: it raises what it is asked to, and shows every part of the look."""

from flask import Blueprint, Response, jsonify, render_template_string, request

from engine import errors
from webui.session import signed_in

pages = Blueprint("trial", __name__)

RAISES = {
    "not-signed-in": errors.NotSignedIn,
    "not-found": errors.NotFound,
    "not-allowed": errors.NotAllowed,
    "account-locked": errors.AccountLocked,
    "wrong-state": errors.WrongState,
    "stale": errors.Stale,
    "invalid": lambda: errors.Invalid(
        [errors.FieldProblem("form_size", "Expected a whole number, but it is {value}.", {"value": "<b>"})]
    ),
    "kind-refused": lambda: errors.KindRefused(
        [
            errors.KindProblem(
                "process.bpmn", "Expected a whole number, but it is {value}.", {"value": "x"}, "sign_dean", "Sign"
            )
        ]
    ),
    "too-many": lambda: errors.TooMany("", retry_after=30),
    "unavailable": errors.Unavailable,
    "fault": lambda: RuntimeError("secret of the house"),
}


@pages.route("/trial/<code>", methods=["GET", "POST"])
@pages.route("/api/v1/trial/<code>", methods=["GET", "POST"])
def trial(code: str) -> Response:
    raise RAISES[code]()


@pages.route("/api/v1/echo", methods=["GET", "POST"])
@pages.route("/echo", methods=["GET", "POST"])
def echo() -> Response:
    return jsonify(login=signed_in().login, given=request.get_json() if request.is_json else request.form.to_dict())


@pages.get("/look")
def look() -> str:
    return render_template_string(LOOK)


LOOK = """
{% extends "base.html" %}
{% import "components.html" as part %}
{% set place = "tasks" %}
{% set crumbs = [(_("My tasks"), "/tasks")] %}
{% block title %}Look{% endblock %}
{% block content %}
{% call part.head("Қызметтік жазба: 305-аудиторияға проектор", "Сеитова Д. К. · 2026 жылғы 24 қараша") %}
<button class="btn btn-primary">{{ icon("plus-lg") }}{{ _("Start a document") }}</button>{% endcall %}
{{ part.tabs([("a", _("My tasks"), "#", 7), ("b", _("Unit"), "#", 12), ("c", _("Journals"), "#", none)], "a", _("My tasks")) }}
{{ part.problems(_("Some fields need mending"), [{"field": "subject", "message": _("Expected a whole number, but it is {value}.", value="x")}]) }}
<p>{% for id in STATES %}{{ part.state(id) }} {% endfor %}</p>
<p>{{ part.due("кеше 18:00-ге дейін", "2026-11-20 18:00", "overdue") }} {{ part.due("бүгін", "2026-11-21 18:00", "soon") }}
{{ part.due("ертең", "2026-11-22 12:00") }} {{ part.person("Ахметова Г. С.", "кадр бөлімінің басшысы", "Омаров Б. Т.") }}</p>
{{ part.route([(STATES["draft"].words, "done", "21.11"), (STATES["on_approval"].words, "now", ""), (STATES["filed"].words, "", "")]) }}
<div class="deciding"><div>
<ul class="rows">{% for n in range(3) %}<li data-row><span class="verb">{{ _("Approve") }}</span>
<a class="what stretched-link" href="#{{ n }}">Memo · Projector in room 305</a>{{ part.due("ертең", "2026-11-22 12:00") }}
<span class="aside">Ахметова Г. С.</span></li>{% endfor %}</ul>
{% call part.table("Журнал 2026", ["№", "Күні", "Құжат"]) %}<tr><td>1-НҚ</td><td>21.11.2026</td><td class="struck">Бұйрық</td></tr>{% endcall %}
{% call part.card("Деректемелер") %}{{ part.facts([("№", "17-04/12"), ("Күні", "21.11.2026")]) }}{% endcall %}
{{ part.note("Мерзім ертең бітеді.", "warning") }}{{ part.note("Қолтаңба жарамды.", "success") }}{{ part.note("Білгеніңіз жөн.") }}
<form method="post" data-draft-url="/echo" data-draft-kept="kept" data-draft-failed="failed">{{ csrf_field() }}
<div class="mb-3"><label class="form-label" for="f-subject">Тақырыбы</label>
<input class="form-control is-invalid" id="f-subject" name="subject" aria-invalid="true" aria-describedby="wrong-subject">
<div class="invalid-feedback" id="wrong-subject">Толтырыңыз.</div></div>
<select class="form-select mb-3" aria-label="Тіл"><option>Қазақша</option></select>
<div class="form-check mb-3"><input class="form-check-input" type="checkbox" id="c1" checked><label class="form-check-label" for="c1">Бақылауда</label></div>
<button class="btn btn-outline-secondary" data-confirm="Жіберу керек пе?">{{ _("Send") }}</button> <span class="saved" data-draft-said role="status"></span></form>
{{ part.pager("#p", "#n", "1–20 / 120") }}{{ part.progress("Сурет салынуда", 40) }}
</div>
{% call part.panel("Сіздің шешіміңіз") %}<form method="post">{{ csrf_field() }}
{{ part.outcome("approve", "қаржы бөліміне, 2 жұмыс күні", primary=true) }}{{ part.outcome("return", "бастамашыға, 2-раунд", "required") }}
{{ part.outcome("reject", "құжат аяқталады", "required", wrong="Себебін жазыңыз.") }}</form>{% endcall %}
</div>
{% call part.empty("Тапсырма жоқ", "Сізден шешім күткен құжаттар осында пайда болады.") %}<a class="btn btn-primary" href="/start">{{ _("Start a document") }}</a>{% endcall %}
{% endblock %}
{% block foot %}<div hidden>{{ part.toast("x") }}</div>{% endblock %}
"""  # noqa: E501
