"""Words of people's pages: roles, acts of the history, types of units."""

from collections.abc import Mapping

from webui.languages import N_

ROLES: Mapping[str, str] = {
    "admin": N_("System administrator"),
    "hr": N_("HR department"),
    "records_admin": N_("Records administrator"),
    "registrar": N_("Registrar"),
    "archivist": N_("Archivist"),
    "owner": N_("Process owner"),
    "accountant": N_("Accountant"),
}
UNIT_TYPES: Mapping[str, str] = {
    "university": N_("University"),
    "rectorate": N_("Rectorate"),
    "faculty": N_("Faculty"),
    "chair": N_("Chair"),
    "department": N_("Department"),
}
ACTS: Mapping[str, str] = {
    "person.hired": N_("hired"),
    "person.changed": N_("changed"),
    "person.appointed": N_("appointed to a post"),
    "person.post_changed": N_("a post was changed"),
    "person.released": N_("released from a post"),
    "person.leaves": N_("a last day was set"),
    "person.dismissed": N_("dismissed"),
    "person.rehired": N_("here again"),
    "role.granted": N_("a role was granted"),
    "role.ended": N_("a role was ended"),
    "substitution.ordered": N_("a substitution was ordered"),
    "substitution.ended": N_("a substitution was ended"),
}
WHEN: Mapping[str, tuple[str, str]] = {
    "now": (N_("in force"), "green"),
    "coming": (N_("coming"), "accent"),
    "past": (N_("over"), ""),
}
STATES: Mapping[str, str] = {
    "here": N_("working here"),
    "leaving": N_("leaving"),
    "dismissed": N_("dismissed"),
    "all": N_("all"),
}
