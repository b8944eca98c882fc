import { putAside, removeAside, tellAside, wordsAside } from "./aside.js";
import { say } from "./say.js";
import { OWN, read } from "./typed.js";
import { followSimilar, offerTitle } from "./writinghelp.js";

const PREFIX = `${OWN}writing.`;
const PAUSE_MS = 1500;
const RETRY_MS = 15000;
const MOST_SUGGESTIONS = 30;

/**
 * The editor marked data-writing saves itself. Every word goes into this browser first, then to the server by its
 * edition: a lost network or a closed tab loses nothing, and two tabs never overwrite each other unseen.
 */
export function watchWriting() {
  const place = document.querySelector("[data-writing]");
  const form = place?.querySelector("form");
  if (!form) return;
  const editor = { place, form, key: PREFIX + place.dataset.writing, timer: 0, busy: false, again: false, held: false };
  claim(editor);
  if (place.hasAttribute("data-refused")) {
    editor.held = true; // the server said why; only a person decides what happens to the text
    keepHere(editor);
  } else {
    bringBack(editor);
    takeWords(editor);
  }
  form.addEventListener("input", () => typed(editor));
  form.addEventListener("submit", () => {
    clearTimeout(editor.timer);
    editor.held = true;
    keepHere(editor, { sent: !editor.aside });
  });
  window.addEventListener("online", () => send(editor));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !editor.aside && !place.hasAttribute("data-refused")) editor.held = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && editor.timer) send(editor);
  });
  offerTitle(form);
  offerMore(editor);
  followSimilar(form);
}

/** As long as this page is open, its words are sent by it alone (outbox.js). */
function claim({ key }) {
  navigator.locks?.request(key, () => new Promise(() => {}));
}

function typed(editor) {
  keepHere(editor);
  if (editor.held) return;
  show(editor, "正在写，稍后自动保存", "typing");
  clearTimeout(editor.timer);
  editor.timer = setTimeout(() => send(editor), PAUSE_MS);
}

function keepHere(editor, { sent = false } = {}) {
  const written = [...wordsOf(editor.form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const { autosave: to, anew } = editor.place.dataset;
  const record = {
    ...editor.aside, values: valuesOf(editor.form), labels: labelsOf(editor.form), edition: editionOf(editor.form), to, anew, written, sent, at: Date.now(),
  };
  try {
    localStorage.setItem(editor.key, JSON.stringify(record));
  } catch {
    show(editor, "这台设备存不下了，请尽快点保存", "offline");
  }
}

async function send(editor) {
  clearTimeout(editor.timer);
  editor.timer = 0;
  if (editor.held) return;
  if (editor.busy) {
    editor.again = true;
    return;
  }
  if (!navigator.onLine) {
    later(editor);
    return;
  }
  editor.busy = true;
  try {
    await post(editor);
  } catch {
    later(editor);
  } finally {
    editor.busy = false;
  }
  if (editor.again) {
    editor.again = false;
    send(editor);
  }
}

async function post(editor) {
  const written = wordsOf(editor.form);
  const before = JSON.stringify(valuesOf(editor.form));
  const answer = await fetch(editor.place.dataset.autosave, { method: "POST", body: written, headers: { Accept: "application/json" } });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.ok && isJson && !answer.redirected) {
    kept(editor, await answer.json(), before);
  } else if (isJson && [404, 409].includes(answer.status)) {
    editor.held = true;
    const { message, over } = await answer.json();
    show(editor, "没有保存，文字还在这一页上", "conflict");
    if (over) leave(editor, message);
    else say(message, "error");
  } else if (answer.status === 400 && isJson) {
    show(editor, (await answer.json()).message, "conflict");
  } else if (answer.status >= 500) {
    later(editor);
  } else {
    show(editor, "没有存到服务器，已存在本机。请刷新或重新登录，文字会带回来", "offline");
  }
}

/** The draft takes no more words: they are put aside, and what is typed from now on goes there. */
function leave(editor, why) {
  keepHere(editor);
  editor.key = putAside(editor.key, read(editor.key), why);
  editor.aside = { why };
  tellAside(read(editor.key), why);
}

/** Only words are saved by themselves: a photo goes with the button, once, not with every pause. */
function wordsOf(form) {
  const written = new FormData(form);
  [...new Set(written.keys())].filter((name) => written.get(name) instanceof File).forEach((name) => written.delete(name));
  return written;
}

function kept(editor, told, before) {
  if (editor.taken) removeAside(editor.taken);
  editor.form.elements.edition.value = told.edition;
  if (told.write) move(editor, told);
  if (JSON.stringify(valuesOf(editor.form)) === before) {
    localStorage.removeItem(editor.key);
    show(editor, `已保存 ${told.saved_at}`, "saved");
  } else {
    keepHere(editor);
    typed(editor);
  }
  drawHints(told);
}

/** A new proposal has become a draft with an address of its own; its buttons act under a key of their own. */
function move(editor, { write, autosave, act_key: key }) {
  localStorage.removeItem(editor.key);
  const parts = write.split("/").filter(Boolean);
  editor.key = PREFIX + parts[parts.length - 2];
  claim(editor);
  editor.place.dataset.autosave = autosave;
  editor.form.action = write;
  editor.form.elements.act_key.value = key;
  window.history.replaceState(null, "", write);
}

function later(editor) {
  keepHere(editor);
  show(editor, "没有网络，已存在本机", "offline");
  editor.timer = setTimeout(() => send(editor), RETRY_MS);
}

/** What this browser kept and the server never got comes back when the page opens. */
function bringBack(editor) {
  const record = read(editor.key);
  if (!record) return;
  if (same(record.values, valuesOf(editor.form))) {
    localStorage.removeItem(editor.key);
    return;
  }
  const filledByServer = editor.place.hasAttribute("data-filled"); // from a file: older words must not cover it
  if (record.edition === editionOf(editor.form) && !filledByServer) {
    takeKey(editor, record);
    fill(editor, record.values);
    say("已恢复上次没有存到服务器的文字。");
    send(editor);
    return;
  }
  offerBoth(editor, record);
}

/** Words that were put aside are taken into a new piece, and stay aside until it is saved. */
function takeWords(editor) {
  const id = new URLSearchParams(window.location.search).get("words");
  const record = wordsAside(id);
  if (!record) return;
  const written = Object.entries(valuesOf(editor.form)).filter(([name]) => name in (record.labels ?? {}));
  if (written.some(([name, value]) => value.trim() && value !== record.values[name])) {
    say("这一页已经写了别的。请先保存这一件，再把那些文字放进新的一件。", "warning");
    return;
  }
  editor.taken = id;
  fill(editor, record.values);
  typed(editor);
  say("文字已放进这一件新的，请看看再接着写。");
}

/** A new draft may have come through although its answer was lost: under its first key it is begun once. */
function takeKey({ form }, { edition, written = [] }) {
  const key = written.find(([name]) => name === "act_key")?.[1];
  if (edition === 0 && key) form.elements.act_key.value = key;
}

/** The draft was changed elsewhere meanwhile: the person sees it and decides; nothing is thrown away unasked. */
function offerBoth(editor, record) {
  const bar = document.createElement("p");
  bar.className = "notice notice-warn";
  bar.append("这台设备上还有没存到服务器的文字，和这一页上的不一样。");
  const take = button("换成这台设备上的文字");
  take.addEventListener("click", () => {
    fill(editor, record.values);
    bar.remove();
    typed(editor);
  });
  const drop = button("不要了");
  drop.addEventListener("click", () => {
    localStorage.removeItem(editor.key);
    bar.remove();
  });
  bar.append(take, " ", drop);
  editor.place.prepend(bar);
}

function button(words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-small";
  made.textContent = words;
  return made;
}

function fieldsOf(form) {
  return [...form.querySelectorAll("textarea[name], input[type=text][name], select[name], input[type=checkbox][name]")];
}

function valuesOf(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [nameOf(field), valueOf(field)]));
}

/** What each field of words is called, for whoever reads them apart from the form. */
function labelsOf(form) {
  const fields = fieldsOf(form).filter((field) => field.matches("textarea, input[type=text]") && field.labels.length);
  return Object.fromEntries(fields.map((field) => [field.name, field.labels[0].firstChild.textContent.trim()]));
}

/** Boxes of one group share a name; each is kept under its own value. */
function nameOf(field) {
  return field.type === "checkbox" && field.hasAttribute("value") ? `${field.name}:${field.value}` : field.name;
}

function valueOf(field) {
  if (field.type === "checkbox") return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value).join(" ") : field.value;
}

function setValue(field, value) {
  if (field.type === "checkbox") field.checked = value;
  else if (field.multiple) [...field.options].forEach((option) => (option.selected = value.split(" ").includes(option.value)));
  else field.value = value;
}

function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

function editionOf(form) {
  return Number(form.elements.edition.value || 0);
}

function fill(editor, values) {
  while (Object.keys(values).some((name) => name.startsWith("suggestion_") && !editor.form.elements[name])) addOne(editor);
  fieldsOf(editor.form).forEach((field) => {
    if (!(nameOf(field) in values)) return;
    setValue(field, values[nameOf(field)]);
  });
}

function show(editor, words, state) {
  const note = editor.form.querySelector("[data-save-state]");
  note.textContent = words;
  note.dataset.state = state;
}

function drawHints({ hints, chars }) {
  const list = document.querySelector("[data-hints]");
  const count = document.querySelector("[data-chars]");
  if (count) count.textContent = chars;
  list?.replaceChildren(...hints.map(([ok, words]) => hintOf(ok, words)));
}

function hintOf(ok, words) {
  const line = document.createElement("li");
  line.className = ok ? "hint hint-ok" : "hint";
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.textContent = ok ? "做到了：" : "还差：";
  const shown = document.createElement("span");
  shown.textContent = words;
  line.append(spoken, shown);
  return line;
}

function offerMore(editor) {
  const more = editor.form.querySelector("[data-more]");
  if (!more) return;
  more.hidden = false;
  more.querySelector("button").addEventListener("click", () => addOne(editor)?.focus());
}

function addOne({ form }) {
  const fields = [...form.querySelectorAll("textarea[name^='suggestion_']")];
  const order = fields.length + 1;
  if (order > MOST_SUGGESTIONS) return null;
  const copy = fields[fields.length - 1].closest(".field").cloneNode(true);
  copy.querySelectorAll(".field-errors").forEach((errors) => errors.remove());
  const field = copy.querySelector("textarea");
  field.name = `suggestion_${order}`;
  field.id = `id_suggestion_${order}`;
  field.value = "";
  const label = copy.querySelector("label");
  label.htmlFor = field.id;
  label.textContent = `第${order}条建议`;
  form.querySelector("[data-more]").before(copy);
  return field;
}
