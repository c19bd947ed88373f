"""The explorer finds each planted fault with an example of how a document comes to it, and nothing in what we ship."""

from pathlib import Path

import pytest

from engine import explorer, kinds
from tests.engine.explorer.faults import ROOT, Change, aim, ask, drop, otherwise, read, redrawn, turn, without_term

FAULTS: dict[str, tuple[list[Change], str, str, str]] = {
    "a value no condition holds for": (
        [ask("not_long", 'doc["retention_years"] < 10')],
        "dead", "kept_long",
        "freeze approve_chair:approve sign_dean:sign verify:valid register:register assign_number close",
    ),
    "one branch chosen, two waited for": (
        [turn("spread", "exclusiveGateway"), ask("to_execute", 'doc["control"]'), otherwise("spread", "to_keep")],
        "join", "gathered",
        "freeze approve_chair:approve sign_dean:sign verify:valid register:register assign_number close",
    ),
    "two branches that do not wait for each other": (
        [turn("gathered", "exclusiveGateway")],
        "twice", "file_away",
        "freeze approve_chair:approve sign_dean:sign verify:valid register:register assign_number close execute:report",
    ),
    "a loop without an exit": (
        [ask("to_file", 'outcome == "approve"'), otherwise("accepted", "report_returned")],
        "endless", "accept", "",
    ),
    "an end the registrar is passed by for": (
        [aim("dean_refused", "file_away")],
        "unregistered", "filed", "freeze approve_chair:approve sign_dean:refuse file_away",
    ),
    "the signer before the approver": (
        [aim("frozen", "sign_dean"), aim("to_verify", "approve_chair"), aim("to_sign", "verify")],
        "late_approval", "approve_chair", "freeze sign_dean:sign",
    ),
    "a changed document signed on its old file": (
        [aim("reworked", "approve_chair")],
        "unfrozen", "sign_dean", "freeze approve_chair:return rework:submit approve_chair:approve sign_dean:sign",
    ),
    "an invalid signature that goes on": (
        [aim("not_valid", "register")],
        "unsigned", "register", "freeze approve_chair:approve sign_dean:sign verify:invalid register:register",
    ),
    "a number before the registrar has decided": (
        [aim("to_register", "assign_number"), aim("numbered", "register"), aim("to_number", "close")],
        "early_number", "assign_number", "freeze approve_chair:approve sign_dean:sign verify:valid assign_number",
    ),
    "a file sealed before it has a number": (
        [aim("to_number", "close"), aim("closed", "assign_number"), aim("numbered", "spread")],
        "early_seal", "close", "freeze approve_chair:approve sign_dean:sign verify:valid register:register close",
    ),
    "an answer read before anybody is asked": (
        [ask("chair_rejected", 'outcome == "reject" or (outcome == "approve" and doc["control"])')],
        "unasked", "chair_rejected", "freeze approve_chair:approve",
    ),
    "a condition that never holds": (
        [ask("chair_rejected", 'outcome == "refuse"')],
        "never", "chair_rejected", "freeze",
    ),
    "a condition that always holds": (
        [ask("no_control", 'doc["control"] or not doc["control"]')],
        "always", "no_control", "",
    ),
    "a step nothing leads to": (
        [ask("to_paper", 'doc["retention_years"] > 10 and doc["retention_years"] < 5')],
        "unreached", "paper_duplicate", "",
    ),
    "a button that leads where another does": (
        [drop("dean_returned")],
        "alike", "sign_dean", "freeze approve_chair:approve sign_dean:return",
    ),
    "the outcome of a step nobody has come to": (
        [ask("registration_declined", 'outcomes["accept"] == "return_report"')],
        "broken", "registration_declined", "",
    ),
    "a step without a term": (
        [without_term("accept")],
        "no_term", "accept", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_with_an_example(fault: str) -> None:
    changes, sort, element, words = FAULTS[fault]

    found = explorer.explore(redrawn("memo", *changes))

    one = next(one for one in found.findings if (one.sort, one.problem.element) == (sort, element))
    way = " ".join(f"{hop.step}:{hop.does}" if hop.does not in ("", "done") else hop.step for hop in one.path[1:])
    assert one.path
    assert one.path[0].step == "start"
    assert not words or way == words


@pytest.mark.parametrize("folder", ["processes/memo", "processes/order", "processes/trip", "engine/kinds/blank"])
def test_nothing_is_found_in_what_is_shipped(folder: str) -> None:
    found = explorer.explore(read(kinds.read_folder(ROOT / Path(folder))))

    assert found.findings == ()
    assert found.whole
    assert found.paths > 0


def test_an_approver_who_is_not_waited_for_is_found_in_the_order() -> None:
    found = explorer.explore(redrawn("order", turn("met", "exclusiveGateway")))

    assert ("twice", "sign_rector") in {(one.sort, one.problem.element) for one in found.findings}


def test_the_value_that_is_forgotten_is_told() -> None:
    found = explorer.explore(redrawn("memo", *FAULTS["a value no condition holds for"][0]))

    assert found.findings[0].path[-1].given == (("retention_years", 10),)


def test_branches_that_are_chosen_freely_are_waited_for_by_an_inclusive_join() -> None:
    free = [turn("spread", "inclusiveGateway"), turn("gathered", "inclusiveGateway")]
    chosen = [ask("to_execute", 'doc["control"]'), ask("to_keep", 'not doc["control"] or doc["retention_years"] > 10')]

    found = explorer.explore(redrawn("memo", *free, *chosen))

    assert [(one.sort, one.problem.element) for one in found.findings] == [("never", "no_control")]


def test_the_answers_on_the_way_are_told() -> None:
    found = explorer.explore(redrawn("memo", *FAULTS["one branch chosen, two waited for"][0]))

    join = next(one for one in found.findings if one.sort == "join")
    assert dict(join.path[-1].given)["control"] is False


def test_ten_thousand_paths_are_walked() -> None:
    assert explorer.paths(read(kinds.read_folder(ROOT / "processes" / "trip")), 10_000) == 10_000


def test_a_search_that_is_cut_short_says_so_and_does_not_guess() -> None:
    found = explorer.explore(read(kinds.read_folder(ROOT / "processes" / "trip")), most=40)

    assert not found.whole
    assert found.findings == ()
