// A form with data-confirm asks before it goes; the words stand in the page, in the reader's language.
export function startDialogs() {
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  document.addEventListener(
    "submit",
    (event) => {
      const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
      if (!asked || event.target.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      dialog.querySelector("[data-words]").textContent = asked;
      dialog.showModal();
      dialog.onclose = () => {
        if (dialog.returnValue !== "yes") return;
        event.target.dataset.confirmed = "yes";
        event.target.requestSubmit(event.submitter);
        delete event.target.dataset.confirmed;
      };
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (!opener) return;
    event.preventDefault();
    document.getElementById(opener.dataset.opens)?.showModal();
  });
}
