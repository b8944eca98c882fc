/**
 * A link marked data-dialog leads to a confirming page. Here the same page opens as a dialog; when anything
 * goes wrong the link is simply followed.
 */
export function watchDialogs() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && window.HTMLDialogElement) {
      event.preventDefault();
      open(link).catch(() => window.location.assign(link.href));
    }
    const closer = event.target.closest("dialog [data-dialog-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });
}

async function open(link) {
  const answer = await fetch(link.href, { headers: { "X-Requested-With": "dialog" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = answer.ok && page.querySelector("[data-dialog-content]");
  if (!content) throw new Error("not a confirming page");
  const dialog = frame(content, page.querySelector("h1"));
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function frame(content, heading) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  title.id = "dialog-title";
  title.textContent = heading ? heading.textContent : "";
  const head = document.createElement("div");
  head.className = "dialog-head";
  head.append(title);
  content.className = "";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(head, content);
  return dialog;
}
