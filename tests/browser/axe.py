"""axe-core over the page that is open."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Every broken rule with the first elements that break it. The page's policy does not bind this script.

    The whole page is in view meanwhile: what the bar at the foot of a phone covers can be scrolled clear of it.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    seen = page.viewport_size or {"width": 1366, "height": 800}
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": seen["width"], "height": max(tall, seen["height"]) + 200})
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    page.set_viewport_size(seen)
    return [
        f"{one['id']}: {[(node['target'], node['failureSummary'][:200]) for node in one['nodes'][:3]]}"
        for one in found["violations"]
    ]
