// Grids of figures: arrows and Enter as in a spreadsheet, pasting from one, checks while typing, saving by itself.
"use strict";
(() => {
const doc = document;
const all = (css, at = doc) => [...at.querySelectorAll(css)];
const one = (css, at = doc) => at.querySelector(css);

// A number as people write it here: dots between thousands, a comma before decimals. NaN for anything else.
function read(text) {
  const t = text.replace(/\s/g, "");
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(t)) return Number(t.replace(/\./g, "").replace(",", "."));
  if (/^-?\d+([.,]\d+)?$/.test(t)) return Number(t.replace(",", "."));
  return NaN;
}

all("form[data-grid]").forEach((form) => {
  const words = form.dataset, cells = all("[data-cell]", form).filter((c) => !c.readOnly);
  const state = one("[data-state]", form), kept = new Map(cells.map((c) => [c, c.value.trim()]));
  let timer, busy = false;
  const say = (text) => { if (state) state.textContent = text; };
  const tell = (cell, text, isBad) => {
    const at = doc.getElementById("e-" + cell.name);
    if (at) { at.textContent = text; at.classList.toggle("soft", !isBad); }
    if (isBad) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
  };

  // What the server would refuse is bad; what is merely unlikely is only said.
  function check(cell) {
    const text = cell.value.trim(), d = cell.dataset;
    if (!text) { tell(cell, "", false); return true; }
    const n = read(text);
    let bad = "", soft = "";
    if (Number.isNaN(n)) bad = words.number;
    else if (d.decimals === "0" && !Number.isInteger(n)) bad = words.whole;
    else if (d.least !== undefined && n < read(d.least)) bad = words.small.replace("{least}", d.least);
    else if (d.most !== undefined && n > read(d.most)) bad = words.large.replace("{most}", d.most);
    else {
      const last = d.last === undefined ? NaN : read(d.last);
      if (last > 0 && n > 0 && (n > last * 10 || n < last / 10)) soft = words.unlike;
      const whole = d.of && cells.find((c) => c.dataset.cell === d.of && c.dataset.unit === d.unit);
      if (whole && whole.value.trim() && n > read(whole.value)) soft = words.part;
    }
    tell(cell, bad || soft, !!bad);
    return !bad;
  }

  function move(cell, step) {
    const next = cells[cells.indexOf(cell) + step];
    if (next) { next.focus(); next.select(); }
  }

  async function save() {
    const changed = cells.filter((c) => c.value.trim() !== kept.get(c) && check(c));
    if (busy || !changed.length) return;
    busy = true;
    say(words.saving);
    const sent = changed.map((c) => [c, c.value.trim()]);
    const units = [...new Set(changed.map((c) => c.dataset.unit))];
    const version = (unit) => one(`[data-version-of="${unit}"]`, form);
    const body = {
      values: sent.map(([c, value]) => ({ unit: Number(c.dataset.unit), indicator: c.dataset.cell, period: words.period, value: value || null })),
      versions: units.map((unit) => ({ unit: Number(unit), period: words.period, version: Number(version(unit).value) })),
    };
    try {
      const reply = await fetch(words.grid, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin" });
      const told = await reply.json();
      if (reply.ok) {
        told.saved.forEach((s) => { version(s.unit).value = s.version; });
        sent.forEach(([c, value]) => kept.set(c, value));
        say(words.saved);
      } else if (reply.status === 409) say(words.stale);
      else {
        (told.rows || []).forEach((r) => tell(sent[r.row - 1][0], doc.documentElement.lang === "en" ? r.message_en : r.message_vi, true));
        say(told.detail || "");
      }
    } catch { say(words.offline); }
    busy = false;
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(save, 1500); };

  form.addEventListener("input", (e) => { if (e.target.dataset.cell) { check(e.target); later(); } });
  form.addEventListener("focusin", (e) => { if (e.target.dataset.cell) e.target.select(); });
  form.addEventListener("keydown", (e) => {
    if (!e.target.dataset.cell || e.altKey || e.ctrlKey || e.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: e.shiftKey ? -1 : 1 }[e.key];
    if (!step) return;
    e.preventDefault();
    move(e.target, step);
  });
  form.addEventListener("paste", (e) => {
    const text = (e.clipboardData && e.clipboardData.getData("text/plain")) || "";
    const at = cells.indexOf(e.target);
    if (at < 0 || !/[\r\n\t]/.test(text)) return;
    e.preventDefault();
    // A column goes down, a row too: the grid has one column.
    const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
    const values = lines.length === 1 ? lines[0].split("\t") : lines.map((line) => line.split("\t")[0]);
    values.slice(0, cells.length - at).forEach((value, i) => { cells[at + i].value = value.trim(); check(cells[at + i]); });
    later();
  });
  cells.forEach((c) => { if (c.value.trim() && c.getAttribute("aria-invalid") !== "true") check(c); });
});
})();
