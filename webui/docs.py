"""The page that shows the API's description, from files of this site alone."""

from flask import Blueprint, render_template

from webui import security

pages = Blueprint("docs", __name__)


@pages.get("/api/docs")
def show() -> str:
    security.allow(style_src_attr="'unsafe-inline'")
    return render_template("docs.html")
