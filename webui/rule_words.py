"""Who is meant by a rule of a lane, in the reader's words."""

from collections.abc import Callable, Mapping

from engine.kinds import Rule, RuleRefused, read_rule
from engine.kinds.rules import (
    Answered,
    FirstOf,
    Head,
    Initiator,
    Members,
    Post,
    Role,
    UnitAbove,
    UnitNamed,
    UnitOfInitiator,
    UnitRule,
    UnitsAnswered,
)
from webui.languages import N_, _
from webui.people_words import ROLES

ABOVE: Mapping[str, str] = {
    "": N_("the unit above it: {unit}"),
    "faculty": N_("the faculty of: {unit}"),
    "chair": N_("the chair of: {unit}"),
    "institute": N_("the institute of: {unit}"),
    "department": N_("the department of: {unit}"),
}
Called = Callable[[str], str]


def rule_words(rule: str, unit: Called, field: Called) -> str:
    """The rule in words; as it is written where it cannot be read. `unit` names a unit by its code, `field` an answer."""
    if not rule.strip():
        return ""
    try:
        return _people(read_rule(rule), unit, field)
    except RuleRefused:
        return rule


def _people(rule: Rule, unit: Called, field: Called) -> str:
    match rule:
        case FirstOf(rules):
            first, *others = [_people(one, unit, field) for one in rules]
            return "; ".join([first, *(_("when there is nobody: {who}", who=one) for one in others)])
        case Initiator():
            return _("who started the document")
        case Head(of):
            return _("the head of: {unit}", unit=_unit(of, unit, field))
        case Members(of):
            return _("everybody of: {unit}", unit=_unit(of, unit, field))
        case Answered(key):
            return _("those named in “{field}”", field=field(key))
        case Post(code, of):
            words = _("who holds the post {post}", post=code)
        case Role(code, of):
            words = _("who has the role {role}", role=_(ROLES[code]) if code in ROLES else code)
    return words if of is None else _("{who}, in: {unit}", who=words, unit=_unit(of, unit, field))


def _unit(rule: UnitRule, unit: Called, field: Called) -> str:
    match rule:
        case UnitOfInitiator():
            return _("the unit of who started the document")
        case UnitNamed(code):
            return unit(code)
        case UnitsAnswered(key):
            return _("the units named in “{field}”", field=field(key))
        case UnitAbove(of, type):
            words = _unit(of, unit, field)
            return _(ABOVE[type], unit=words) if type in ABOVE else _("{type} of: {unit}", type=type, unit=words)
