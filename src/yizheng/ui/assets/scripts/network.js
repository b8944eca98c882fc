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
  if (navigator.onLine || event.target.method !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  wakeForm(event.target);
  say(GONE, "error");
}
