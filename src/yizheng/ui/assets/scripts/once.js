// An answer that is a file leaves the page standing: wake the button for the next time.
const WAKE_MS = 10000;

/**
 * A form marked data-once is sent once. The server is safe anyway (act keys); this only spares the second click.
 * Buttons wake again when the page is shown from the browser's memory or htmx has its answer.
 */
export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form || event.defaultPrevented) return;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Later than the browser's own reading of the form, or the pressed button's value would be lost.
    setTimeout(() => buttons(form).forEach(sleep), 0);
    setTimeout(() => wakeForm(form), WAKE_MS);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wakeForm));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form[data-sent]");
    if (form) wakeForm(form);
  });
}

export function wakeForm(form) {
  delete form.dataset.sent;
  buttons(form).forEach((button) => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  });
}

function sleep(button) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
}

function buttons(form) {
  return form.querySelectorAll("button:not([type=button])");
}
