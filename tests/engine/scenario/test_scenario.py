"""Stories of a kind: what fails is said by move and line, and what nobody walks by flow."""

from pathlib import Path

import pytest

from engine import kinds, scenario
from engine.workflow import VerbShape

ROOT = Path(__file__).parents[3]
MEMO = kinds.read_folder(ROOT / "processes" / "memo")
SHARED = kinds.read_folder(ROOT / "forms")
VERBS = {
    name: VerbShape(name) for name in "make_rendition apply_signature assign_number close_rendition file_away".split()
}
HEAD = """scenario: a story
people: {initiator: teacher, chair: chair, dean: dean, registrar: registrar, executor: facility}
answers: {subject: А, text: Б}
"""


def told(play, expect="{}", head=HEAD):
    files = {name: content for name, content in MEMO.items() if not name.startswith("tests/")}
    files["tests/story.yaml"] = f"{head}play:\n{play}\nexpect: {expect}\n".encode()
    return scenario.report(kinds.read(files, SHARED, VERBS))


APPROVE = "  - {by: chair, at: approve_chair, does: approve}"


@pytest.mark.parametrize(
    ("play", "expect", "element", "says"),
    [
        ("  - {by: dean, at: approve_chair, does: approve}", "{}", "play.0", "dean to have the task approve_chair"),
        ("  - {by: chair, at: sign_dean, does: sign}", "{}", "play.0", "open are: approve_chair"),
        ("  - {by: chair, at: approve_chair, does: sign}", "{}", "play.0", "one of approve, approve_with_remark"),
        (APPROVE + "\n  - {by: dean, does: sign, answers: {colour: red}}", "{}", "play.1", "colour"),
        (APPROVE + "\n  - {by: dean, does: sign, answers: {control: maybe}}", "{}", "play.1", "control"),
        (APPROVE + "\n  - {office: verify, says: valid}", "{}", "play.1", "nothing asks"),
        (APPROVE + "\n  - {by: dean, does: sign}\n  - {office: verify, fails: broken}", "{}", "play.2", "Expected"),
        (APPROVE + "\n  - {message: hello, key: 1}", "{}", "play.1", "Expected"),
        (APPROVE, "{state: filed}", "expect", "state to be filed"),
        (APPROVE, "{rounds: 2}", "expect", "rounds to be 2"),
        (APPROVE, "{open: [register]}", "expect", "open to be register"),
        (APPROVE, "{end: filed}", "expect", "end to be filed"),
    ],
)
def test_a_story_that_fails_says_where(play, expect, element, says):
    report = told(play, expect)

    problem = report.played[0].problems[0]
    assert problem.place == "tests/story.yaml"
    assert problem.element == element
    assert says in problem.message
    assert problem in report.problems


def test_answers_that_do_not_fit_the_start_form_fail_the_story():
    report = told(APPROVE, head=HEAD.replace("subject: А, ", ""))

    assert "subject" in report.played[0].problems[0].message


def test_flows_nobody_walks_are_named():
    report = told("  - {by: chair, at: approve_chair, does: reject}", "{end: rejected}")

    assert report.played[0].problems == ()
    assert report.played[0].walked == {"sent", "frozen", "chair_done", "chair_rejected"}
    assert {"to_sign", "chair_returned", "report_returned"} <= {one.element for one in report.problems}
    assert 0 < report.coverage < 0.2


def test_a_kind_without_stories_is_not_published():
    files = {name: content for name, content in MEMO.items() if not name.startswith("tests/")}

    problems = scenario.problems(kinds.read(files, SHARED, VERBS))

    assert "at least one scenario" in problems[0].message


def test_the_clock_and_the_offices_answers_are_the_storys():
    play = (
        APPROVE
        + "\n  - {forward: 40d}\n  - {by: dean, does: sign}\n  - {office: verify, says: invalid}\n  - {by: dean, does: sign}"
    )

    played = told(play, "{state: on_registration, open: [register], rounds: 1}").played[0]

    assert played.problems == ()
    assert "not_valid" in played.walked


ORDER = kinds.read_folder(ROOT / "processes" / "order")
ISSUED = """scenario: a story
people: {initiator: hr, lawyer: lawyer, finance: finance, rector: rector, registrar: registrar, executor: dean,
  acquainted: teacher, controller: vice1}
answers: {title_kk: А, title_ru: Б, text_kk: В, text_ru: Г, subtype: leave, executors: [fit, it], acquaint: [teacher]}
play:
  - {by: lawyer, at: approve_lawyer, does: approve}
  - {by: finance, at: approve_finance, does: approve}
  - {by: rector, does: sign}
  - {by: registrar, does: register}
"""


def issued(play, expect):
    files = {name: content for name, content in ORDER.items() if not name.startswith("tests/")}
    files["tests/story.yaml"] = f"{ISSUED}{play}\nexpect: {expect}\n".encode()
    return [one.message for one in scenario.report(kinds.read(files, SHARED, VERBS)).played[0].problems]


REPORTS = "  - {by: dean, at: execute, does: report, answers: {report: Р}"


@pytest.mark.parametrize(
    ("play", "expect"),
    [
        (REPORTS + "}", "{open: [acknowledge]}"),
        (REPORTS + ", item: fit}", "{open: [acknowledge, execute]}"),
        (REPORTS + ", item: fit}\n" + REPORTS + ", item: it}", "{open: [acknowledge]}"),
        ("  - {by: teacher, at: acknowledge, does: acknowledge}", "{open: [execute]}"),
    ],
)
def test_each_of_a_list_is_told_alone_or_all_together(play, expect):
    assert issued(play, expect) == []


def test_who_is_not_of_the_list_is_named():
    assert "library to be asked at execute" in issued(REPORTS + ", item: library}", "{}")[0]
