import { OWN, keysOf, read } from "./typed.js";

const KEEP_MS = 30 * 24 * 3600 * 1000;
const PAUSE_MS = 500;

/**
 * Text typed into a form marked data-draft is kept in this browser until the server has confirmed it, so that
 * a lost connection or an idle sign-out loses nothing. Signing out clears everything: the machine may be shared.
 */
export function keepDrafts() {
  takeBack();
  forgetConfirmed();
  forgetOld();
  document.querySelectorAll("form[data-draft]").forEach(keep);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) keysOf().forEach((key) => localStorage.removeItem(key));
  });
}

function keep(form) {
  const key = `${OWN}${window.location.pathname}#${form.dataset.draft}`;
  restore(form, key);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => store(form, key, { sent: false }), PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    store(form, key, { sent: true });
  });
}

function store(form, key, { sent }) {
  const values = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
  try {
    localStorage.setItem(key, JSON.stringify({ values, sent, at: Date.now() }));
    note(form, sent ? "" : "草稿已存在这台电脑上");
  } catch {
    note(form, "草稿存不下了，请尽快提交");
  }
}

function restore(form, key) {
  const draft = read(key);
  if (!draft) return;
  const changed = fields(form).filter((field) => field.name in draft.values && field.value !== draft.values[field.name]);
  const empty = changed.filter((field) => field.value.trim() === "");
  empty.forEach((field) => {
    field.value = draft.values[field.name];
  });
  if (empty.length) note(form, "已恢复上次没有提交的内容");
}

/** A page that says that nothing was done: what was on its way did not arrive, and is kept on. */
function takeBack() {
  if (!document.querySelector("[data-nothing-done]")) return;
  keysOf(OWN).forEach((key) => {
    const draft = read(key);
    if (draft?.sent) localStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
  });
}

/** A page that opens with the server's confirmation ends the drafts that were on their way. */
function forgetConfirmed() {
  const confirmed = document.querySelector("[data-flash='success']") !== null;
  keysOf(OWN).forEach((key) => {
    if (confirmed && read(key)?.sent) localStorage.removeItem(key);
  });
}

function forgetOld() {
  keysOf().forEach((key) => {
    const draft = read(key);
    if (!draft || Date.now() - draft.at > KEEP_MS) localStorage.removeItem(key);
  });
}

function fields(form) {
  return [...form.querySelectorAll("textarea[name], input[type=text][name]")];
}

function note(form, sentence) {
  const place = form.querySelector("[data-draft-note]");
  if (place) place.textContent = sentence;
}
