"""Forms: form-js files read, checked by form-js's rules and stricter ones, shown. Value in, value out."""

from engine.forms.checking import check
from engine.forms.form import Field, Form, Option, to_json
from engine.forms.parsing import defaults, parse, visible
from engine.forms.reading import read
from engine.forms.showing import Shown, shown
from engine.forms.values import Lookup

__all__ = [
    "Field",
    "Form",
    "Lookup",
    "Option",
    "Shown",
    "check",
    "defaults",
    "parse",
    "read",
    "shown",
    "to_json",
    "visible",
]
