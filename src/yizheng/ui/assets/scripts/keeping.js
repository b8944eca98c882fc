import { say } from "./say.js";
import { HOLDER } from "./typed.js";

const root = document.documentElement;

/**
 * What may be kept for a hall without network is kept by the worker of the house; pages only ask it. Without a worker
 * (an old browser, no https) nothing is kept and everything else works.
 */
export function keepForTheHall() {
  sayWhenKept();
  if (!HOLDER || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/worker.js").catch(() => {});
  const hall = document.querySelector("[data-hall-kept]");
  if (hall) openHall(hall);
  else look("", []);
  keepThisPage();
}

/** Forget all that was kept here: the person wants to leave, and cannot tell the house so. */
export async function forgetKept() {
  if ("caches" in window) await caches.delete("yizheng-hall");
}

function sayWhenKept() {
  if (!root.dataset.keptAt) return;
  const at = new Date(Number(root.dataset.keptAt));
  const words = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
  say(`没有网络，下面是${words}存到本机的内容。`, "warning");
}

async function keepThisPage() {
  const place = document.querySelector("[data-keep-page]");
  if (!place || root.dataset.keptAt) return;
  const { failed } = await ask({ ask: "keep", of: place.dataset.keepPage, urls: [window.location.pathname] });
  if (!failed) root.dataset.kept = "yes";
}

async function openHall(place) {
  const hall = {
    place, of: place.dataset.hallKept, until: place.dataset.until,
    basics: listed(place.dataset.basics), papers: listed(place.dataset.papers),
  };
  place.querySelector("[data-hall-keep]").addEventListener("click", () => keepPapers(hall));
  place.querySelector("[data-hall-remove]").addEventListener("click", () => removeAll(hall));
  const found = await look(hall.of, [...hall.basics, ...hall.papers]);
  if (!root.dataset.keptAt && !found.declined) await ask({ ask: "keep", of: hall.of, urls: hall.basics });
  await showHall(hall);
  place.hidden = false;
}

async function keepPapers(hall) {
  // The page comes last, so that what is kept of it says which documents were opened.
  const first = await ask({ ask: "keep", of: hall.of, urls: hall.papers });
  const then = await ask({ ask: "keep", of: hall.of, urls: hall.basics });
  const failed = first.failed + then.failed;
  await showHall(hall);
  if (failed) say(`还差${failed}项没有存下来。有网络时再点一次；文件已撤下的，请刷新这一页。`, "warning");
  else say("已存到本机，没有网络也能看。");
}

async function removeAll(hall) {
  await ask({ ask: "remove", of: hall.of, until: hall.until, holder: HOLDER });
  await showHall(hall);
  say("已从本机删除。");
}

async function showHall(hall) {
  const { kept } = await look(hall.of, [...hall.basics, ...hall.papers]);
  const papers = hall.papers.filter((url) => kept.includes(url)).length;
  const pages = hall.basics.every((url) => kept.includes(url));
  hall.place.querySelector("[data-hall-state]").textContent = wordsOf(pages, papers, hall.papers.length);
  hall.place.querySelector("[data-hall-keep]").hidden = pages && papers === hall.papers.length;
  hall.place.querySelector("[data-hall-remove]").hidden = !pages && !papers;
  document.querySelectorAll("[data-kept-mark]").forEach((mark) => {
    mark.hidden = !kept.includes(mark.dataset.keptMark);
  });
  root.dataset.kept = pages ? "yes" : "no";
}

function wordsOf(pages, papers, most) {
  if (!pages && !papers) return "没有存在本机，没有网络时看不到。";
  const files = most ? `；文件存了${papers}份，共${most}份` : "";
  return `${pages ? "议程和签到码已存到本机，没有网络也能看" : "议程和签到码没有存下来"}${files}。`;
}

function look(of, may) {
  return ask({ ask: "look", holder: HOLDER, of, may });
}

function listed(words) {
  return words.split(" ").filter(Boolean);
}

async function ask(question) {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    active.postMessage(question, [port2]);
  });
}
