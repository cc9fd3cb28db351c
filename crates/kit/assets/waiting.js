// What waits to be sent from this browser, and the pages it opens without a line.
"use strict";
(() => {
const doc = document, { words } = sending;
const one = (css) => doc.querySelector(css);
const make = (tag, text, name) => { const el = doc.createElement(tag); if (text) el.textContent = text; if (name) el.className = name; return el; };
const list = one("[data-list]"), state = one("[data-state]"), button = one("[data-send]");
if (!list) return;

function draftCard(draft) {
  const card = make("section", "", "card draft");
  const head = make("h3"), link = make("a", draft.title);
  link.href = draft.page;
  head.append(link);
  const facts = make("dl", "", "kv");
  card.append(head, make("p", words.typed.replace("{at}", new Date(draft.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" })), "note"), facts);
  Object.entries(draft.cells).forEach(([code, cell]) => {
    if (cell.office !== undefined) {
      const box = sending.conflict(cell.label, cell, async (which) => { await sending.settle(draft.unit, draft.period, code, which); send(); });
      box.prepend(make("strong", cell.label));
      card.append(box);
      return;
    }
    const row = make("div"), value = make("dd", sending.grouped(cell.value));
    if (cell.bad) value.append(make("span", cell.bad, "error"));
    row.append(make("dt", cell.label), value);
    facts.append(row);
  });
  if (!facts.children.length) facts.remove();
  return card;
}
function draw(all) {
  list.replaceChildren(...all.map(draftCard));
  one("[data-none]").hidden = all.length > 0;
  button.hidden = !all.length;
}
async function send() {
  state.textContent = navigator.onLine ? words.saving : words.off;
  const how = await sending.send();
  draw(await drafts.list());
  state.textContent = how === "nothing" ? "" : sending.tell(how);
}
// Which of the pages lie in this browser already.
async function pages() {
  if (!window.caches) return;
  const known = (await caches.keys()).filter((name) => name.startsWith("pages:"));
  for (const link of doc.querySelectorAll("a[data-keep]")) {
    let is = false;
    for (const name of known) is = is || !!(await (await caches.open(name)).match(link.href, { ignoreVary: true }));
    link.nextElementSibling.textContent = is ? words.here : words.not_here;
  }
}
drafts.watch(draw);
button.addEventListener("click", send);
window.addEventListener("online", send);
window.addEventListener("offline", () => { state.textContent = words.off; });
send();
pages();
if (navigator.serviceWorker) {
  navigator.serviceWorker.addEventListener("message", pages);
  sending.keep([...doc.querySelectorAll("a[data-keep]")].map((a) => a.getAttribute("href"))).catch(() => {});
}
})();
