import { say } from "./say.js";
import { OWN, keysOf, read } from "./typed.js";

const ASIDE = `${OWN}aside.`;

/**
 * Words whose draft takes no more of them (thrown away or handed in elsewhere) are put aside in this browser: they are
 * sent no more, and only a person decides. Return under which key they lie now.
 */
export function putAside(key, record, why) {
  const kept = `${ASIDE}${Date.now()}`;
  localStorage.setItem(kept, JSON.stringify({ ...record, why, writtenAt: record.at, at: Date.now(), sent: false }));
  localStorage.removeItem(key);
  return kept;
}

/** Return the words put aside under the id that an address names; nothing where there are none. */
export function wordsAside(id) {
  return id && read(ASIDE + id);
}

export function removeAside(id) {
  localStorage.removeItem(ASIDE + id);
}

/** Say once that words have no place, and where they can be read. */
export function tellAside(record, why) {
  const title = record.values.title?.trim();
  const which = title ? `“${title}”` : "一份草稿";
  say(`${which}有文字没存上：${why}文字还在这台设备上。`, "warning", { words: "看这些文字", url: pageOf(record) });
}

/** The page of the words lies beside the rooms, in the committee they were written for. */
function pageOf({ to }) {
  return `/${to.split("/")[1]}/words/`;
}

/** Draw what was put aside; the house sends only the empty page. In menus a way there stands as long as there is any. */
export function showAside() {
  const found = all();
  document.querySelectorAll("[data-aside-link]").forEach((link) => (link.hidden = !found.length));
  const place = document.querySelector("[data-aside]");
  if (!place) return;
  const pattern = place.querySelector("template");
  place.querySelector("[data-aside-none]").hidden = found.length > 0;
  found.forEach((each) => place.append(drawn(pattern.content.firstElementChild.cloneNode(true), each)));
}

function all() {
  const ids = keysOf(ASIDE).map((key) => key.slice(ASIDE.length)).sort().reverse();
  return ids.map((id) => ({ id, record: wordsAside(id) })).filter(({ record }) => record);
}

function drawn(card, { id, record }) {
  const title = record.values.title?.trim() || "没有题目的草稿";
  card.setAttribute("aria-label", title);
  part(card, "title").textContent = title;
  part(card, "when").textContent = `${day(record.writtenAt ?? record.at)}写下。${record.why ?? ""}`;
  part(card, "words").append(...fieldsOf(record).flatMap(([label, words]) => [line("h3", label), line("p", words)]));
  part(card, "copy").addEventListener("click", () => copy(card, record));
  drawWayOn(part(card, "anew"), id, record);
  askBeforeDropping(card, id);
  return card;
}

function drawWayOn(link, id, { anew }) {
  link.hidden = !anew;
  if (anew) link.href = `${anew}${anew.includes("?") ? "&" : "?"}words=${id}`;
}

function askBeforeDropping(card, id) {
  const question = part(card, "question");
  const ask = part(card, "drop");
  const turn = (isAsked) => {
    question.hidden = !isAsked;
    ask.hidden = isAsked;
    (isAsked ? part(card, "stay") : ask).focus();
  };
  ask.addEventListener("click", () => turn(true));
  part(card, "stay").addEventListener("click", () => turn(false));
  part(card, "gone").addEventListener("click", () => {
    removeAside(id);
    card.remove();
    document.querySelector("[data-aside-none]").hidden = all().length > 0;
    document.getElementById("content").focus();
    say("已扔掉。");
  });
}

async function copy(card, record) {
  const words = [record.values.title, ...fieldsOf(record).map((each) => each.join("\n"))].filter(Boolean).join("\n\n");
  try {
    await navigator.clipboard.writeText(words);
    say("已复制。");
  } catch {
    window.getSelection().selectAllChildren(part(card, "words")); // without https: marked, to be copied by hand
    say("文字已选中，请按住后点“复制”。");
  }
}

/** Return what was written besides the title, each with its label; what was chosen from lists goes along unseen. */
function fieldsOf({ values, labels = {} }) {
  return Object.entries(labels).filter(([name]) => name !== "title" && values[name]?.trim()).map(([name, label]) => [label, values[name].trim()]);
}

function part(card, name) {
  return card.querySelector(`[data-part="${name}"]`);
}

function line(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

function day(moment) {
  const at = new Date(moment);
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
}
