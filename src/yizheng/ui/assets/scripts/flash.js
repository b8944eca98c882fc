const CALM_MS = 7000;

/** Close messages by their button; what went well goes by itself, unless it is being read. */
export function watchFlashes() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".flash-close");
    if (button) button.closest(".flash").remove();
  });
  document.querySelectorAll("[data-flashes] > .flash-success, [data-flashes] > .flash-info").forEach(leaveLater);
}

function leaveLater(flash) {
  const leave = () => {
    if (flash.matches(":hover, :focus-within")) setTimeout(leave, CALM_MS);
    else flash.remove();
  };
  setTimeout(leave, CALM_MS);
}
