// Keeps the desk page and what it is drawn with at hand: the network first, what was kept when it is gone.
const KEPT = "meeting-desk-1";
self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepPage());
});
async function keepPage() {
  const kept = await caches.open(KEPT);
  const page = await fetch(self.registration.scope);
  if (!page.ok || page.redirected) return;
  const drawnWith = [...(await page.clone().text()).matchAll(/"(\/static\/[^"#]+)/g)].map((found) => found[1]);
  await kept.put(self.registration.scope, page);
  await Promise.allSettled([...new Set(drawnWith)].map((url) => kept.add(url)));
}
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(answer(event.request));
});
async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.status >= 500) return (await kept.match(request)) ?? fresh; // the house restarts: as without network
    const isPage = request.url === self.registration.scope;
    if (fresh.ok && !fresh.redirected) await kept.put(request, fresh.clone());
    else if (isPage) await caches.delete(KEPT); // nobody who may keep the door is signed in: no name stays
    return fresh;
  } catch (gone) {
    const found = await kept.match(request);
    if (found) return found;
    throw gone;
  }
}
