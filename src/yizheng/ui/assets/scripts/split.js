/**
 * Beside each other: what is pointed at in the tree is shown in the document: data-source-line="12", and
 * data-source-last="15" where it stands on several lines.
 */
export function linkSplit() {
  document.querySelectorAll("[data-split]").forEach((split) => {
    const show = (event) => {
      const node = event.target.closest("[data-source-line]");
      if (node) reveal(split, node.dataset, event.type === "click");
    };
    split.addEventListener("click", show);
    split.addEventListener("focusin", show);
  });
}

function reveal(split, { sourceLine, sourceLast }, pressed) {
  split.querySelectorAll(".document-shown").forEach((line) => line.classList.remove("document-shown"));
  const line = split.querySelector(`#line-${CSS.escape(sourceLine)}`);
  if (!line) return;
  for (let number = Number(sourceLine); number <= Number(sourceLast ?? sourceLine); number += 1) {
    split.querySelector(`#line-${number}`)?.classList.add("document-shown");
  }
  const pane = line.closest(".pane");
  const outside = line.offsetTop < pane.scrollTop || line.offsetTop > pane.scrollTop + pane.clientHeight - 80;
  if (outside || pressed) pane.scrollTo({ top: Math.max(0, line.offsetTop - pane.clientHeight / 3) });
}
