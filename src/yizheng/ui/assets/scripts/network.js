import { forgetKept } from "./keeping.js";
import { say } from "./say.js";
import { wakeForm } from "./once.js";

const SENTENCES = {
  400: "这次提交的内容有问题，请检查后再试。",
  403: "您当前的身份不能做这件事，或页面停留太久。请刷新后再试。",
  404: "这件事找不到了，可能已被移走。请刷新后查看。",
  409: "别人刚刚办过这件事。请刷新后查看。",
  429: "操作太频繁，请稍等片刻再试。",
};
const BROKEN = "没有办成，您填的内容还在这一页上。请稍后再试。";
const GONE = "网络断了，您填的内容还在这一页上。连上后再点一次即可。";
const STAYING = "网络断了，还没有退出登录；存在本机的会议内容已经删掉。连上后请再点一次“退出登录”。";
const PATIENCE_MS = 5000;

/** What htmx could not fetch or send becomes a sentence; nothing on the page is lost. */
export function watchNetwork() {
  document.addEventListener("htmx:responseError", (event) => {
    say(SENTENCES[event.detail.xhr.status] ?? BROKEN, "error");
  });
  document.addEventListener("htmx:sendError", () => say(GONE, "error"));
  document.addEventListener("htmx:timeout", () => say(GONE, "error"));
  // A plain form sent without a network would leave the page for the browser's own error: hold it.
  document.addEventListener("submit", holdWhenOffline, true);
}

function holdWhenOffline(event) {
  const form = event.target;
  // Read as written: a field called “method” would answer for the property.
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  const place = form.closest("[data-offline]");
  if (navigator.onLine && !place) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!navigator.onLine) hold(form);
  else if (form.dataset.asking !== "yes") askFirst(form);
}

function hold(form) {
  wakeForm(form);
  if (form.matches("[data-sign-out]")) forgetKept().then(() => say(STAYING, "error"));
  else say(form.closest("[data-offline]")?.dataset.offline ?? GONE, "error");
}

/** A tap whose fate must be known, such as a check-in: it leaves only when the house answers. */
async function askFirst(form) {
  form.dataset.asking = "yes";
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    await fetch("/healthz", { cache: "no-store", signal: patience.signal });
    form.submit();
  } catch {
    hold(form);
  } finally {
    clearTimeout(timer);
    delete form.dataset.asking;
  }
}
