const OFF = "yizheng.shortcuts-off";

/** "/" goes to the search field, "?" shows the list. Single keys can be switched off. */
export function watchKeys() {
  const list = document.getElementById("shortcuts");
  if (!list) return;
  document.querySelectorAll("[data-shortcuts-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => list.showModal());
  });
  offerSwitch(list.querySelector("[data-shortcuts-off]"));
  document.addEventListener("keydown", (event) => press(event, list));
}

function offerSwitch(box) {
  box.checked = localStorage.getItem(OFF) === "1";
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
}

function press(event, list) {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (localStorage.getItem(OFF) === "1") return;
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  }
  if (event.key === "?" && !list.open) list.showModal();
}

function isTyping(element) {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}
