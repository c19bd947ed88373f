"""Documents to PDF: templates, pages, stamps. The door to the layout and page image libraries."""

from engine.rendering.renderer import Attachment, Box, Limits, Renderer, Rendition

__all__ = ["Attachment", "Box", "Limits", "Renderer", "Rendition"]
