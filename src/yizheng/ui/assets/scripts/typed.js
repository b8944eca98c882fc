import { say } from "./say.js";

const PREFIX = "yizheng.draft.";

/** The word of the login and hat this page was drawn for; empty where nobody is signed in. */
export const HOLDER = document.querySelector("meta[name=holder]")?.content ?? "";

/** What was typed stays in this browser under the login and hat that typed it: nobody else is shown it or sends it. */
export const OWN = `${PREFIX}${HOLDER}.`;

export function keysOf(prefix = PREFIX) {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    say("有一份草稿读不出来了，已略过。", "warning");
    localStorage.removeItem(key);
    return null;
  }
}
