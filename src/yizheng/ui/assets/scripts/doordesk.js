import { say } from "./say.js";

const PAUSE_MS = 15000;
const SHOWN = 8;
const PREFIX = "meeting-desk-";
const OWN_CODE = /^YZ[0-9A-F]{52}$/i;
const AWAY_MS = 3000;

/**
 * The desk at the entrance of a meeting: notes check-ins in the browser and sends each once. What was noted
 * without a network waits in localStorage, under a key that makes a second sending harmless, and under the word of
 * whoever noted it: under another login it stays where it is. It holds no names; those are on the kept page (keeping.js)
 * and leave with the sign-out.
 */
export function keepDoor() {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const door = new Door(desk);
  desk.querySelector("[data-desk-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    door.noteTyped(event.target);
  });
  offerCamera(desk, door);
  window.addEventListener("online", () => door.send());
  window.addEventListener("offline", () => door.show());
  setInterval(() => door.send(), PAUSE_MS);
  door.send();
}

/** The camera is offered where the browser gives one (https, or this very computer); nothing else depends on it. */
async function offerCamera(desk, door) {
  const button = desk.querySelector("[data-desk-camera]");
  if (!navigator.mediaDevices?.getUserMedia) return;
  const loaded = await import("./camera.js").catch(() => null); // now, so that it is there when the network goes
  if (!loaded) return;
  const view = desk.querySelector("[data-desk-view]");
  const seen = { words: "", at: 0 };
  const camera = new loaded.Camera(view.querySelector("video"), {
    heard: (words) => {
      const isNew = words !== seen.words || Date.now() - seen.at > AWAY_MS;
      Object.assign(seen, { words, at: Date.now() });
      if (isNew) door.noteSeen(words);
    },
    ended: (sentence) => {
      turn(button, view, false);
      if (sentence) say(sentence, "warning");
    },
  });
  button.addEventListener("click", () => {
    if (!view.hidden) return camera.close();
    turn(button, view, true);
    return camera.open();
  });
  window.addEventListener("pagehide", () => camera.close());
  button.hidden = false;
}

function turn(button, view, isOn) {
  view.hidden = !isOn;
  button.setAttribute("aria-pressed", String(isOn));
  button.textContent = isOn ? "关掉摄像头" : "用摄像头扫码";
}

class Door {
  constructor(desk) {
    this.desk = desk;
    this.who = desk.dataset.who;
    this.store = `${PREFIX}${desk.dataset.desk}`;
    this.roll = JSON.parse(document.getElementById("desk-roll").textContent);
    this.sending = false;
    this.gone = false;
  }

  waiting() {
    return JSON.parse(localStorage.getItem(this.store) || "[]");
  }

  own() {
    return this.waiting().filter((each) => each.who === this.who);
  }

  keep(entries) {
    localStorage.setItem(this.store, JSON.stringify(entries));
  }

  noteTyped(form) {
    const typed = form.elements.code.value.trim();
    if (!typed) return;
    form.elements.code.value = "";
    form.elements.code.focus();
    this.note(typed, `没有找到“${typed}”，请核对姓名或重新扫码。`);
  }

  noteSeen(words) {
    if (OWN_CODE.test(words)) this.note(words, "");
    else this.line("这不是签到码，请本人打开“我的签到码”。", "warn");
  }

  note(words, otherwise) {
    const entry = this.entry(words, this.desk.querySelector("[name=half]").value);
    if (!entry) {
      this.line(otherwise, "warn");
      return;
    }
    this.keep([...this.waiting(), entry]);
    this.send();
  }

  entry(typed, half) {
    const noted = { key: newKey(), who: this.who, half, seen_at: new Date().toISOString() };
    if (OWN_CODE.test(typed)) return { ...noted, code: typed };
    const found = this.roll.filter((each) => typed === each.name || typed === `${each.name}（${each.where}）`);
    return found.length === 1 ? { ...noted, person: found[0].id } : null;
  }

  async send() {
    const entries = this.own();
    this.show();
    if (this.sending || !entries.length || !navigator.onLine) return;
    this.sending = true;
    try {
      const token = this.desk.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(this.desk.dataset.send, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ who: this.who, entries }),
      });
      this.gone = false;
      if (answer.ok && !answer.redirected) this.settle((await answer.json()).results);
      else say("签到没有传上去，已留在这台电脑里。请登记的人重新登录，再打开签到台。", "error");
    } catch {
      this.gone = true; // what was noted waits
    } finally {
      this.sending = false;
      this.show();
    }
  }

  settle(results) {
    const answered = new Set(results.map((each) => each.key));
    this.keep(this.waiting().filter((each) => !answered.has(each.key)));
    results.forEach((each) => this.line(each.message, each.ok ? "ok" : "warn"));
  }

  line(words, meaning) {
    const log = this.desk.querySelector("[data-desk-log]");
    const item = document.createElement("li");
    item.className = `line ${meaning}-text`;
    item.textContent = words;
    log.prepend(item);
    while (log.children.length > SHOWN) log.lastElementChild.remove();
  }

  show() {
    const waiting = this.own().length;
    const others = this.waiting().length - waiting;
    const gone = this.gone || !navigator.onLine;
    const state = this.desk.querySelector("[data-desk-state]");
    state.textContent = `${ownWords(waiting, gone)}${others ? `；另有${others}条是别人登记的，等本人登录后补传` : ""}`;
  }
}

function ownWords(waiting, gone) {
  if (!waiting) return gone ? "断网了，照常登记，联网后补传" : "已联网，都传上去了";
  return `${gone ? "断网了" : "正在补传"}，还有${waiting}条在这台电脑里`;
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
