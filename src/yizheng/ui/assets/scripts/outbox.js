import { putAside, tellAside } from "./aside.js";
import { say } from "./say.js";
import { OWN, keysOf, read } from "./typed.js";

const WRITING = `${OWN}writing.`;

/**
 * What an editor could not send before its tab was closed is sent from whatever page is open when the network is back.
 * An open editor holds the lock of its words and sends them itself; once it is closed, whoever waits for the lock does.
 * A second sending is harmless: a new draft has its act key, an older one its edition.
 */
export function sendWaiting() {
  if (!navigator.locks) return; // without https nobody can tell whether an editor is open: it sends when it is opened
  window.addEventListener("online", sendAll);
  sendAll();
}

function sendAll() {
  keysOf(WRITING).forEach((key) => navigator.locks.request(key, () => sendOne(key)));
}

async function sendOne(key) {
  const record = read(key);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!record?.to || record.sent || record.held || !token || !navigator.onLine) return;
  const written = new FormData();
  record.written.forEach(([name, value]) => written.append(name, value));
  written.set("csrfmiddlewaretoken", token);
  try {
    const answer = await fetch(record.to, { method: "POST", body: written, headers: { Accept: "application/json" } });
    if (answer.redirected) return;
    await settle(key, record, answer);
  } catch {
    // the words wait for the next page
  }
}

async function settle(key, record, answer) {
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const told = isJson ? await answer.json() : {};
  if (told.over) {
    putAside(key, record, told.message);
    tellAside(record, told.message);
  } else if (answer.ok) {
    localStorage.removeItem(key);
    say(`没有网络时写的“${record.values.title?.trim() || "草稿"}”已补存，可以在草稿里接着写。`);
  } else if (answer.status === 409 || answer.status === 400) {
    // Only a person decides what happens to them: the editor shows both when it is opened.
    localStorage.setItem(key, JSON.stringify({ ...record, held: true }));
    say(`没有网络时写的“${record.values.title?.trim() || "草稿"}”还没有存到服务器。请打开那一份，看看用哪一版。`, "warning");
  }
}
