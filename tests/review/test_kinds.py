"""A kind cannot ask for less than a signature needs."""

import pytest

from engine import kinds
from engine.config import ROOT
from engine.errors import KindRefused
from engine.kinds import read_folder
from engine.steps import VERBS


@pytest.mark.parametrize("step", ["sign_dean", "register"])
def test_a_signature_by_a_mere_click_is_refused_when_the_kind_is_read(step: str) -> None:
    files = read_folder(ROOT / "processes" / "memo")
    diagram = files["process.bpmn"].decode()
    head, mark, rest = diagram.partition(f'<bpmn:userTask id="{step}"')
    files["process.bpmn"] = (head + mark + rest.replace('level="simple"', 'level="click"', 1)).encode()
    files["kind.yaml"] = files["kind.yaml"].replace(f"{step}: simple".encode(), f"{step}: click".encode())

    with pytest.raises(KindRefused) as refused:
        kinds.read(files, read_folder(ROOT / "forms"), {name: one.shape for name, one in VERBS.items()})

    assert [one.facts.get("step") for one in refused.value.problems] == [step]


@pytest.mark.parametrize(
    ("kind", "step"), [("order", "approve_lawyer"), ("order", "acknowledge"), ("trip", "approve_dean")]
)
def test_a_certificate_where_nobody_signs_is_refused_by_the_step(kind: str, step: str) -> None:
    files = read_folder(ROOT / "processes" / kind)
    diagram = files["process.bpmn"].decode()
    head, mark, rest = diagram.partition(f'<bpmn:userTask id="{step}"')
    files["process.bpmn"] = (head + mark + rest.replace('level="simple"', 'level="certificate"', 1)).encode()

    with pytest.raises(KindRefused) as refused:
        kinds.read(files, read_folder(ROOT / "forms"), {name: one.shape for name, one in VERBS.items()})

    [problem] = refused.value.problems
    assert (problem.place, problem.element) == ("process.bpmn", step)
    assert "certificate" in problem.message
