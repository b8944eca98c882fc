/** Beside each other: what is pointed at in the tree is shown in the document (data-source-line="12"). */
export function linkSplit() {
  document.querySelectorAll("[data-split]").forEach((split) => {
    const show = (event) => {
      const node = event.target.closest("[data-source-line]");
      if (node) reveal(split, node.dataset.sourceLine, event.type === "click");
    };
    split.addEventListener("click", show);
    split.addEventListener("focusin", show);
  });
}

function reveal(split, number, pressed) {
  split.querySelectorAll(".document-shown").forEach((line) => line.classList.remove("document-shown"));
  const line = split.querySelector(`#line-${CSS.escape(number)}`);
  if (!line) return;
  line.classList.add("document-shown");
  const pane = line.closest(".pane");
  const outside = line.offsetTop < pane.scrollTop || line.offsetTop > pane.scrollTop + pane.clientHeight - 80;
  if (outside || pressed) pane.scrollTo({ top: Math.max(0, line.offsetTop - pane.clientHeight / 3) });
}
