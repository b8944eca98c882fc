import { say } from "./say.js";

/** Offer buttons that copy the text of the field they name; without a clipboard they stay hidden. */
export function offerCopies() {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
    say("已复制，请到群里粘贴。");
  } catch {
    field.select(); // refused by the browser: the text is marked, so that it can be copied by hand
  }
}
