// Lines in the live region can be put away; those that only inform go by themselves, unless read with the pointer or focus.
export function startToasts() {
  document.addEventListener("click", (event) => {
    event.target.closest("[data-put-away]")?.closest(".toast-line")?.remove();
  });
  for (const line of document.querySelectorAll(".toast-line[data-goes]")) {
    setTimeout(() => {
      if (!line.matches(":hover, :focus-within")) line.remove();
    }, 8000);
  }
}
