"""Documents to PDF: templates, pages, stamps. The door to the layout and page image libraries."""

from engine.rendering.glyphs import missing_characters
from engine.rendering.renderer import Attachment, Box, Limits, Renderer, Rendition
from engine.rendering.stamps import PersonStamp, RegistrarStamp

__all__ = [
    "Attachment",
    "Box",
    "Limits",
    "PersonStamp",
    "RegistrarStamp",
    "Renderer",
    "Rendition",
    "missing_characters",
]
