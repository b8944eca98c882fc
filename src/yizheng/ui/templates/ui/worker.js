/*
 * What the house keeps in a browser for the moment without network: what pages are drawn with, the page that says so,
 * and what the house allowed this login to keep today, answer by answer (X-Yizheng-Keep). No page is kept otherwise:
 * the phone may be shared (docs/adr/0020). What is kept goes with the sign-out, a change of hat, and its day.
 */
const DRAWN_WITH = [{% for each in drawn_with %}"{{ each|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const BUILT = "{{ built|escapejs }}";
const OFFLINE = "{{ offline|escapejs }}";
const SHELL = "yizheng-shell";
const HALL = "yizheng-hall";
const HEADER = "X-Yizheng-Keep";
const DECLINED = "/worker.js?declined=";
let logins = 0; // what was asked for under the login before is kept no more, though it arrives later

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(drawAnew());
});
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (changesLogin(request, url)) event.waitUntil(forgetLogin());
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith(BUILT)) event.respondWith(drawn(url.pathname, () => fetch(request)));
  else if (DRAWN_WITH.includes(url.pathname)) event.respondWith(drawnAnew(url.pathname, () => fetch(request)));
});
self.addEventListener("message", (event) => {
  const answer = { keep, look, remove }[event.data.ask];
  event.waitUntil(answer(event.data).then((told) => event.ports[0].postMessage(told)));
});

async function drawAnew() {
  const shell = await caches.open(SHELL);
  await shell.addAll([...DRAWN_WITH, OFFLINE].map((url) => new Request(url, { cache: "no-cache" })));
  const old = (await shell.keys()).filter(({ url }) => ![...DRAWN_WITH, OFFLINE].includes(new URL(url).pathname));
  await Promise.all(old.map((each) => shell.delete(each)));
}

async function takeOver() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** The door, its ways out, and another hat: whoever comes next finds nothing. */
function changesLogin(request, { pathname }) {
  return pathname.startsWith("/accounts/") || (request.method === "POST" && pathname.endsWith("/hat/"));
}

function forgetLogin() {
  logins += 1;
  return caches.delete(HALL);
}

/** A name with a digest is the same for ever: what was used once is at hand. */
async function drawn(path, fetched) {
  const kept = await matched(path, SHELL);
  if (kept) return kept;
  const fresh = await fetched();
  if (fresh.ok) await (await caches.open(SHELL)).put(path, fresh.clone());
  return fresh;
}

async function drawnAnew(path, fetched) {
  try {
    return await fetched();
  } catch (gone) {
    return (await matched(path, SHELL)) ?? Response.error();
  }
}

/** The network first; what was kept when it is gone, or when the house just restarts. */
async function page(event) {
  const path = pathOf(event.request.url);
  const under = logins;
  let fresh;
  try {
    fresh = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (gone) {
    return (await atHand(path)) ?? offlinePage();
  }
  if (fresh.status >= 500) return (await atHand(path)) ?? fresh;
  event.waitUntil(settle(path, fresh.headers.has(HEADER) ? fresh.clone() : fresh, under));
  return fresh;
}

/** Keep what the house allows; what it allows no more goes, with all that belongs to it. */
async function settle(path, fresh, under) {
  const terms = fresh.ok && termsOf(fresh);
  if (terms) {
    if (!(await isDeclined(terms.of))) await put(path, fresh, under);
    return;
  }
  const kept = await matched(path, HALL);
  if (kept) await forget((each) => each.of === termsOf(kept).of);
}

async function put(path, fresh, under) {
  if (under !== logins) return false;
  await (await caches.open(HALL)).put(path, fresh);
  return true;
}

/** Look into a cache without making it. */
async function matched(path, cacheName) {
  return (await caches.has(cacheName)) ? caches.match(path, { cacheName, ignoreVary: true }) : undefined;
}

/** Return what was kept of an address, marked with the moment it was kept at; what is over is thrown away. */
async function atHand(path) {
  await forget(() => false);
  const kept = await matched(path, HALL);
  if (!kept || !kept.headers.get("Content-Type").startsWith("text/html")) return kept;
  const words = await kept.text();
  const marked = words.replace("<html ", `<html data-kept-at="${Number(termsOf(kept).at)}" `);
  return new Response(marked, { headers: kept.headers });
}

async function offlinePage() {
  const words = await (await matched(OFFLINE, SHELL)).text();
  const kept = await entries();
  const list = kept.map(({ path, terms }) => `<li><a href="${escaped(path)}">${escaped(terms.title)}</a></li>`).join("");
  const shown = list ? `<p>下面这些存在本机，没有网络也能看：</p><ul>${list}</ul>` : "<p>这台设备上没有存别的页面。</p>";
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(words.replace("<!--kept-->", () => shown), { status: 503, headers });
}

/** A page asks to keep addresses: the house decides on each, as for everybody who opens it. */
async function keep({ urls, of }) {
  await forget((terms, path) => path === DECLINED + of);
  const kept = await Promise.all(urls.map(keepOne));
  return { failed: kept.filter((each) => !each).length };
}

async function keepOne(url) {
  const under = logins;
  try {
    const fresh = await fetch(url);
    if (fresh.redirected || !fresh.ok || !termsOf(fresh)) return false;
    return await put(pathOf(url), fresh, under);
  } catch (gone) {
    return false;
  }
}

/** A page that opened tells who looks and what belongs to it now: all else of it goes. */
async function look({ holder, of, may }) {
  const isAllowed = (path) => may.includes(path) || path === DECLINED + of;
  await forget((terms, path) => terms.who !== holder || (terms.of === of && !isAllowed(path)));
  const kept = await entries();
  return { declined: await isDeclined(of), kept: kept.map(({ path }) => path) };
}

async function remove({ of, holder, until }) {
  await forget((terms) => terms.of === of);
  const terms = new URLSearchParams({ who: holder, of, until, title: "", at: Date.now() });
  await (await caches.open(HALL)).put(DECLINED + of, new Response("", { headers: { [HEADER]: terms } }));
  return {};
}

async function isDeclined(of) {
  return Boolean(await matched(DECLINED + of, HALL));
}

/** Throw away what is over, and whatever else is named; with the last of it goes the cache. */
async function forget(isGone) {
  if (!(await caches.has(HALL))) return;
  const hall = await caches.open(HALL);
  for (const request of await hall.keys()) {
    const terms = termsOf(await hall.match(request));
    if (Date.now() >= Number(terms.until) || isGone(terms, pathOf(request.url))) await hall.delete(request);
  }
  if (!(await hall.keys()).length) await caches.delete(HALL);
}

async function entries() {
  await forget(() => false);
  if (!(await caches.has(HALL))) return [];
  const hall = await caches.open(HALL);
  const found = await Promise.all((await hall.keys()).map(async (request) => {
    return { path: pathOf(request.url), terms: termsOf(await hall.match(request)) };
  }));
  return found.filter(({ terms }) => terms.title);
}

function termsOf(answer) {
  const said = answer.headers.get(HEADER);
  return said && Object.fromEntries(new URLSearchParams(said));
}

function pathOf(url) {
  const { pathname, search } = new URL(url, self.location.origin);
  return pathname + search;
}

function escaped(words) {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
