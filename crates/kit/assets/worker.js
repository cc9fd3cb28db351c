// Between pages and the line: opens without a line what asked for it, and nothing else. `FILES` stands before this text.
"use strict";
const ASSETS = "assets", PAGES = "pages:", HOME = "/offline-home", OLDEST = 14 * 24 * 3600 * 1000, PATIENCE = 8000;

self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (e) => {
  const preload = self.registration.navigationPreload;
  e.waitUntil(Promise.all([preload && preload.enable(), tidy()]).then(() => self.clients.claim()));
});

const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));
const forget = async (but) => Promise.all((await pageCaches()).filter((name) => name !== but).map((name) => caches.delete(name)));

// Files that neither this version nor a kept page needs.
async function tidy() {
  const cache = await caches.open(ASSETS), needed = new Set(FILES);
  for (const name of await pageCaches()) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) assetsOf(await (await pages.match(request)).text()).forEach((file) => needed.add(file));
  }
  for (const request of await cache.keys()) if (!needed.has(new URL(request.url).pathname)) await cache.delete(request);
}
const assetsOf = (html) => html.match(/\/assets\/[\w./-]+/g) || [];

// A page that asks to be kept carries a mark that no text typed by people can contain: `<` is escaped there.
const MARK = /<span hidden data-offline="(\w*)"/, WHOSE = /<body class="[^"]*" data-account="(\d+)"/;
async function remember(url, response) {
  const kind = response.headers.get("content-type") || "";
  if (response.status >= 400) {
    if (response.status < 500 && response.status !== 409 && response.status !== 422) for (const name of await pageCaches()) await (await caches.open(name)).delete(url, { ignoreVary: true });
    return;
  }
  if (!response.ok || response.redirected || !kind.startsWith("text/html")) return;
  const html = await response.text(), whose = WHOSE.exec(html), mark = MARK.exec(html);
  if (!whose) return;
  // Another person signed in on this machine: what was kept for the one before goes.
  await forget(PAGES + whose[1]);
  if (!mark) return;
  const cache = await caches.open(PAGES + whose[1]);
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept": String(Date.now()) };
  for (const name of ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"]) if (response.headers.get(name)) headers[name] = response.headers.get(name);
  await cache.put(clean(url), new Response(html, { headers }));
  if (mark[1] === "home") {
    await cache.put(HOME, new Response(new URL(url).pathname));
    for (const [, href] of html.matchAll(/<a href="([^"]+)" data-keep/g)) await keep(href.replaceAll("&amp;", "&"), true);
  }
  const assets = await caches.open(ASSETS);
  for (const file of new Set(assetsOf(html))) if (!(await assets.match(file))) await assets.add(file).catch(() => {});
}
// Fetches a page to keep it; one that lies here already is fetched anew unless only what is missing is wanted.
async function keep(path, isOnlyMissing) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin || (isOnlyMissing && (await found(url.href)))) return;
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  if (response) await remember(url.href, response).catch(() => {});
}
function clean(url) {
  const to = new URL(url, self.location.origin);
  to.hash = "";
  to.searchParams.delete("saved");
  return to.href;
}
async function found(url) {
  for (const name of await pageCaches()) {
    const cache = await caches.open(name);
    const page = await cache.match(clean(url), { ignoreVary: true });
    if (page && Date.now() - Number(page.headers.get("X-Kept")) < OLDEST) return page;
  }
  return null;
}
async function home() {
  for (const name of await pageCaches()) {
    const path = await (await caches.open(name)).match(HOME);
    if (path) return Response.redirect(new URL(await path.text(), self.location.origin).href);
  }
  return Response.error();
}

async function open(e) {
  const url = e.request.url;
  const kept = await found(url);
  const asked = (async () => {
    const response = (await e.preloadResponse) || (await fetch(e.request));
    e.waitUntil(remember(url, response.clone()).catch(() => {}));
    return response;
  })();
  // A line that hardly moves is no line, for those who have the page here.
  const slow = kept && new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  try { return await (slow ? Promise.race([asked, slow]) : asked); } catch { return kept || home(); }
}
self.addEventListener("fetch", (e) => {
  const { request } = e, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "GET") e.respondWith(open(e));
  else if (request.mode === "navigate" && url.pathname === "/sign-out") e.respondWith(fetch(request).then(async (response) => { await forget(); return response; }));
  else if (request.method === "GET" && url.pathname.startsWith("/assets/")) e.respondWith(caches.match(request, { ignoreVary: true }).then((file) => file || fetch(request)));
});
self.addEventListener("message", (e) => {
  const paths = (e.data && e.data.keep) || [];
  e.waitUntil((async () => {
    for (const path of paths.slice(0, 30)) await keep(path, false);
    if (e.source) e.source.postMessage("kept");
  })());
});
