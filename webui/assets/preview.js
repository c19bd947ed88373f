// On wide screens the chosen row's page is shown beside the list.
const PAUSE = 250;

export function startPreview() {
  const pane = document.getElementById("preview");
  if (!pane) return;
  let timer = 0;
  let shown = "";
  document.addEventListener("focusin", (event) => {
    const address = event.target.dataset?.preview;
    if (!address || address === shown || !pane.offsetParent) return;
    clearTimeout(timer);
    timer = setTimeout(() => load(address), PAUSE);
  });
  const load = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown = address;
    pane.replaceChildren(...page.body.childNodes);
    pane.scrollTop = 0;
  };
}
