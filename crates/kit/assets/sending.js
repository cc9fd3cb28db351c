// Sends drafts, and puts side by side what two people typed into one cell.
"use strict";
const sending = (() => {
const doc = document;
const words = (doc.querySelector("span[data-offline]") || doc.body).dataset;
const isEnglish = doc.documentElement.lang === "en";

// A number as people write it here: dots between thousands, a comma before decimals. NaN for anything else.
function read(text) {
  const t = text.replace(/\s/g, "");
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(t)) return Number(t.replace(/\./g, "").replace(",", "."));
  if (/^-?\d+([.,]\d+)?$/.test(t)) return Number(t.replace(",", "."));
  return NaN;
}
// Whether two texts mean the same figure; blank is not zero.
function same(a, b) {
  const [x, y] = [a.trim(), b.trim()];
  return x === y || (x !== "" && y !== "" && read(x) === read(y));
}
// A figure of the API, in whole numbers of its last digit, as a field shows it.
function shown(value, decimals) {
  if (value === undefined || value === null) return "";
  return String(value / 10 ** decimals).replace(".", ",");
}
const grouped = (text) => {
  const n = read(text);
  return text.trim() === "" ? words.blank : Number.isNaN(n) ? text : n.toLocaleString(isEnglish ? "en" : "vi", { maximumFractionDigits: 6 });
};

// What is checked without the server, by the rules in a cell's data: `bad` would be refused, `soft` is only unlikely.
function check(text, rule, whole) {
  if (!text.trim()) return {};
  const n = read(text);
  if (Number.isNaN(n)) return { bad: words.number };
  const point = String(n).split(".")[1] || "";
  if (point.length > Number(rule.decimals)) return { bad: rule.decimals === "0" ? words.whole : words.decimals.replace("{decimals}", rule.decimals) };
  if (rule.least !== undefined && n < read(rule.least)) return { bad: words.small.replace("{least}", rule.least) };
  if (rule.most !== undefined && n > read(rule.most)) return { bad: words.large.replace("{most}", rule.most) };
  const last = rule.last === undefined ? NaN : read(rule.last);
  if (last > 0 && n > 0 && (n > last * 10 || n < last / 10)) return { soft: words.unlike };
  if (whole && whole.trim() && n > read(whole)) return { soft: words.part };
  return {};
}

// After the office's figures came: cells that nobody else changed go on with the new version, the others ask.
function meet(draft, version, valueOf) {
  draft.version = version;
  Object.entries(draft.cells).forEach(([code, cell]) => {
    const office = valueOf(code, cell);
    if (same(office, cell.value)) delete draft.cells[code];
    else if (same(office, cell.base)) delete cell.office;
    else cell.office = office;
  });
  return draft;
}
// What the office has since the last sending, by unit and period.
const versions = new Map();
let said = "";
const waits = (cell) => cell.office === undefined && !cell.bad;

async function put(list) {
  const body = { values: [], versions: [], good_rows_only: true };
  const rows = [];
  list.forEach((draft) => {
    body.versions.push({ unit: Number(draft.unit), period: draft.period, version: draft.version });
    Object.entries(draft.cells).filter(([, cell]) => waits(cell)).forEach(([code, cell]) => {
      rows.push({ draft, code, value: cell.value });
      body.values.push({ unit: Number(draft.unit), indicator: code, period: draft.period, value: cell.value.trim() || null });
    });
  });
  if (!rows.length) return "nothing";
  const reply = await fetch(words.api, {
    method: "PUT", credentials: "same-origin", body: JSON.stringify(body),
    // The session may have become another person's meanwhile.
    headers: { "Content-Type": "application/json", "X-Account": drafts.account },
  });
  if (reply.status === 401) return "signed_out";
  const told = await reply.json().catch(() => ({}));
  if (reply.status === 409 && told.current) {
    if (list.length > 1) {
      let worst = "sent";
      for (const draft of list) { const one = await put([draft]); if (one !== "sent") worst = one; }
      return worst;
    }
    const { version, values } = told.current;
    const now = await drafts.change(list[0].unit, list[0].period, (one) => meet(one, version, (code, cell) => shown(values[code], Number(cell.decimals))));
    const left = Object.values(now.cells);
    const sent = left.some(waits) ? await put([now]) : "sent";
    return sent === "sent" && left.some((cell) => cell.office !== undefined) ? "conflict" : sent;
  }
  if (!reply.ok) { said = told.detail || words.failed; return "refused"; }
  const bad = new Map(told.refused.map((row) => [row.row - 1, isEnglish ? row.message_en : row.message_vi]));
  told.saved.forEach((one) => versions.set(one.unit + "|" + one.period, one.version));
  for (const draft of list) {
    const saved = told.saved.find((one) => String(one.unit) === String(draft.unit) && one.period === draft.period);
    await drafts.change(draft.unit, draft.period, (now) => {
      if (saved) now.version = saved.version;
      rows.forEach((row, at) => {
        const cell = row.draft === draft && now.cells[row.code];
        if (!cell) return;
        if (bad.has(at)) { if (cell.value === row.value) cell.bad = bad.get(at); } else if (cell.value === row.value) delete now.cells[row.code]; else cell.base = row.value;
      });
      return now;
    });
  }
  return bad.size ? "refused" : "sent";
}

// Sends drafts of this account, those of `mine` only when given; one tab at a time. Tells how it went:
// `nothing`, `sent`, `conflict`, `refused`, `signed_out` or `offline`.
async function send(mine) {
  said = "";
  const work = async () => {
    const all = (await drafts.list()).filter((one) => !mine || mine.includes(one.key));
    try { return await put(all.filter((one) => Object.values(one.cells).some(waits))); } catch (error) {
      if (error instanceof TypeError) return "offline";
      throw error;
    }
  };
  return navigator.locks ? navigator.locks.request("doanket-sending", work) : work();
}

const make = (tag, text, name) => { const el = doc.createElement(tag); if (text) el.textContent = text; if (name) el.className = name; return el; };
// Mine, the office's and what stood before, with a button for each of the two.
function conflict(label, cell, choose) {
  const box = make("div", "", "clash");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  box.append(make("p", words.clash));
  const list = make("dl");
  [[words.mine, cell.value, words.keep, "mine"], [words.office, cell.office, words.take, "office"], [words.before, cell.base]].forEach(([name, value, act, which]) => {
    const one = make("div");
    one.append(make("dt", name), make("dd", grouped(value)));
    if (act) {
      const button = make("button", act, which === "mine" ? "btn small primary" : "btn small");
      button.type = "button";
      button.addEventListener("click", () => choose(which));
      const at = make("dd");
      at.append(button);
      one.append(at);
    }
    list.append(one);
  });
  box.append(list);
  return box;
}
// After a choice: mine goes on from what the office has; the office's needs nothing more.
const settle = (unit, period, code, which) => drafts.change(unit, period, (draft) => {
  const cell = draft.cells[code];
  if (cell && which === "mine") { cell.base = cell.office; delete cell.office; } else delete draft.cells[code];
  return draft;
});

// What the browser keeps to open without a line, and this page with it when no worker saw it come.
async function keep(paths) {
  if (!navigator.serviceWorker) return;
  const known = navigator.serviceWorker.controller;
  await navigator.serviceWorker.register("/worker.js");
  const ready = await navigator.serviceWorker.ready;
  ready.active.postMessage({ keep: known ? paths : [location.pathname + location.search, ...paths] });
}
const told = { sent: words.saved, conflict: words.stale, refused: words.refused, signed_out: words.signed_out, offline: words.unsent };
return { words, versions, read, same, grouped, check, meet, send, conflict, settle, keep, tell: (how) => said || told[how] || "" };
})();
