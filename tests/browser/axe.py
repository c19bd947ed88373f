"""axe-core over the page that is open."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, without: str = "") -> list[str]:
    """Every broken rule with the first elements that break it. The page's policy does not bind this script.
    What stands inside `without` (a selector) is not looked at.

    The whole page is in view meanwhile: what the bar at the foot of a phone covers can be scrolled clear of it.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    seen = page.viewport_size or {"width": 1366, "height": 800}
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": seen["width"], "height": max(tall, seen["height"]) + 200})
    scope = {"exclude": [[without]]} if without else {"include": [["html"]]}
    asked = "([scope, rules]) => axe.run(scope, {runOnly: {type: 'tag', values: rules}})"
    found = page.evaluate(asked, [scope, RULES])
    page.set_viewport_size(seen)
    return [
        f"{one['id']}: {[(node['target'], node['failureSummary'][:200]) for node in one['nodes'][:3]]}"
        for one in found["violations"]
    ]
