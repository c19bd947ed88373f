"""Search over the documents I may see and the people, and the unit's page for its head."""

from flask import Blueprint, render_template, request

from engine.catalogue.queries import all_current
from engine.documents.queries import listed
from engine.errors import NotAllowed
from engine.instances import queries as instances
from engine.people import queries as people
from webui import terms
from webui.languages import language
from webui.port import actor, office

pages = Blueprint("searching", __name__)


@pages.get("/search")
def search() -> str:
    wanted, cursor = request.args.get("q", "").strip()[:200], request.args.get("cursor", "")
    with office().look(actor()) as work:
        found, after = listed(work, text=wanted, cursor=cursor, limit=50) if wanted else ([], None)
        persons = people.search(work, wanted, limit=8) if wanted and not cursor else []
        kinds = {one.kind.name: one.kind.texts("title", language()) for one in all_current(work)}
    return render_template(
        "feed/search.html", q=wanted, found=found, after=after, persons=persons, kinds=kinds, cursor=cursor
    )


@pages.get("/unit")
def unit() -> str:
    """For heads: what is open on the unit's documents, what is late, and the newest documents."""
    who = actor()
    if not who.headed:
        raise NotAllowed("Expected the head of a unit, but you head none.")
    with office().look(who) as work:
        tasks, after = instances.of_unit(work, limit=100, cursor=request.args.get("cursor", ""))
        lines = [terms.line(work, one) for one in tasks]
        units = [one for one in people.units(work) if one.id in who.headed]
        documents = [one for one in listed(work, limit=100)[0] if one.unit_code in {unit.code for unit in units}][:20]
        kinds = {one.kind.name: one.kind.texts("title", language()) for one in all_current(work)}
    late = sum(one.task.overdue for one in lines)
    return render_template(
        "feed/unit.html",
        groups=terms.grouped(lines),
        units=units,
        documents=documents,
        kinds=kinds,
        late=late,
        after=after,
        many=len(lines),
    )
