/* Arrows walk through the results; from the box down into them. */
export function watchResults() {
  const rows = document.querySelector("[data-search-rows]");
  if (!rows) return;
  const links = [...rows.querySelectorAll(".search-row-title a")];
  const box = document.querySelector("[data-search]");
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = document.activeElement === box ? -1 : links.indexOf(document.activeElement);
    if (!step || (here < 0 && (document.activeElement !== box || step < 0))) return;
    event.preventDefault();
    (here + step < 0 ? box : links[Math.min(here + step, links.length - 1)]).focus();
  });
}
