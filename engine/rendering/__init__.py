"""Documents to PDF: templates, pages, stamps. The door to the layout and page image libraries."""

from engine.rendering.filling import fill
from engine.rendering.glyphs import missing_characters
from engine.rendering.markup import check_css
from engine.rendering.renderer import Attachment, Box, Limits, Renderer, Rendition
from engine.rendering.stamps import PersonStamp, RegistrarStamp
from engine.rendering.template import Template, problems, read_template

__all__ = [
    "Attachment",
    "Box",
    "Limits",
    "PersonStamp",
    "RegistrarStamp",
    "Renderer",
    "Rendition",
    "Template",
    "check_css",
    "fill",
    "missing_characters",
    "problems",
    "read_template",
]
