"""Documents to PDF: templates, pages, stamps. The door to the layout and page image libraries."""

from engine.rendering.filling import fill, fill_text
from engine.rendering.glyphs import missing_characters
from engine.rendering.markup import check_css
from engine.rendering.renderer import Attachment, Box, Limits, Renderer, Rendition
from engine.rendering.stamps import PersonStamp, RegistrarStamp, in_post, zoned
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
    "fill_text",
    "in_post",
    "missing_characters",
    "problems",
    "read_template",
    "zoned",
]
