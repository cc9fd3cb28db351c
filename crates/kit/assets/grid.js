// Grids of figures: arrows and Enter as in a spreadsheet, pasting from one, checks while typing, saving by itself, line or not.
"use strict";
(() => {
const doc = document, { words } = sending;
const all = (css, at = doc) => [...at.querySelectorAll(css)];
const one = (css, at = doc) => at.querySelector(css);

all("form[data-grid]").forEach((form) => {
  const period = form.dataset.period;
  const cells = all("[data-cell]", form).filter((c) => !c.readOnly);
  const state = one("[data-state]", form);
  const kept = new Map(cells.map((c) => [c, c.defaultValue.trim()]));
  const units = [...new Set(cells.map((c) => c.dataset.unit))];
  const version = (unit) => one(`[data-version-of="${unit}"]`, form);
  const find = (unit, code) => cells.find((c) => c.dataset.unit === String(unit) && c.dataset.cell === code);
  let timer;
  const say = (text) => { if (state) state.textContent = text; };
  const mark = (cell, is) => { cell.parentElement.dataset.is = is || (cell.value.trim() ? "kept" : "blank"); };
  const tell = (cell, text, isBad) => {
    const at = doc.getElementById("e-" + cell.name);
    if (at && at.textContent !== text) at.textContent = text;
    if (at) at.classList.toggle("soft", !isBad);
    if (isBad) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
  };

  // Says what is wrong with a cell; false when it would be refused.
  function check(cell) {
    const whole = cell.dataset.of && find(cell.dataset.unit, cell.dataset.of);
    const { bad, soft } = sending.check(cell.value, cell.dataset, whole && whole.value);
    tell(cell, bad || soft || "", !!bad);
    const is = bad ? "refused" : !sending.same(cell.value, kept.get(cell)) ? "unsaved" : soft ? "warned" : "";
    mark(cell, is);
    return bad || "";
  }

  // What differs from what the office has is a draft at once, right or wrong.
  function note(cell) {
    const bad = check(cell), d = cell.dataset;
    return drafts.change(d.unit, period, (draft) => {
      const known = draft.cells[d.cell], base = known ? known.base : kept.get(cell);
      if (!Object.keys(draft.cells).length) draft.version = Number(version(d.unit).value);
      draft.at = Date.now();
      draft.page = location.pathname + location.search;
      draft.title = (one("h1") || form).textContent.trim();
      if (sending.same(cell.value, base) && !(known && known.office !== undefined)) delete draft.cells[d.cell];
      else draft.cells[d.cell] = { ...known, value: cell.value.trim(), base, bad, label: cell.getAttribute("aria-label"), decimals: d.decimals };
      return draft;
    }).catch(() => say(words.unkept));
  }

  function clash(cell, at) {
    const old = one(".clash", cell.closest("td"));
    if (old) old.remove();
    if (!at || at.office === undefined) return;
    mark(cell, "stale");
    const box = sending.conflict(cell.getAttribute("aria-label"), at, async (which) => {
      await sending.settle(cell.dataset.unit, period, cell.dataset.cell, which);
      kept.set(cell, at.office);
      if (which === "office") cell.value = at.office;
      box.remove();
      check(cell);
      cell.focus();
      save();
    });
    cell.closest("td").append(box);
  }

  // Puts the page in line with the drafts: after a save, a conflict, or a start.
  async function draw(isStart) {
    for (const unit of units) {
      const at = version(unit);
      let draft = await drafts.get(unit, period);
      if (!at) continue;
      if (draft && isStart && Number(at.value) >= draft.version) {
        // The page is as new as the draft or newer: what stands on it is what the office has.
        const now = Number(at.value);
        draft = await drafts.change(unit, period, (d) => sending.meet(d, now, (code) => { const c = find(unit, code); return c ? kept.get(c) : d.cells[code].base; }));
      }
      if (draft) at.value = draft.version;
      cells.filter((c) => c.dataset.unit === unit).forEach((cell) => {
        const mine = draft && draft.cells[cell.dataset.cell];
        if (mine) {
          kept.set(cell, mine.base);
          if (isStart) cell.value = mine.value;
          check(cell);
          if (mine.bad) { tell(cell, mine.bad, true); mark(cell, "refused"); }
        }
        clash(cell, mine);
      });
    }
  }

  async function save() {
    clearTimeout(timer);
    const keys = units.map((unit) => [drafts.account, unit, period].join("|"));
    const before = (await drafts.list()).filter((d) => keys.includes(d.key));
    const going = before.flatMap((d) => Object.entries(d.cells).filter(([, c]) => c.office === undefined && !c.bad).map(([code, c]) => [find(d.unit, code), c.value, d.unit])).filter(([c]) => c);
    if (!going.length) return;
    if (navigator.onLine) say(words.saving);
    going.forEach(([cell]) => mark(cell, "saving"));
    const how = await sending.send(keys);
    const left = new Map((await drafts.list()).map((d) => [d.key, d]));
    going.forEach(([cell, value, unit]) => {
      const now = left.get([drafts.account, unit, period].join("|"));
      const still = now && now.cells[cell.dataset.cell];
      if (still) return check(cell);
      kept.set(cell, value);
      check(cell);
      if (sending.same(cell.value, value) && cell.parentElement.dataset.is !== "warned") mark(cell, "saved");
    });
    units.forEach((unit) => { const now = sending.versions.get(unit + "|" + period); if (now !== undefined && version(unit)) version(unit).value = now; });
    await draw(false);
    say(sending.tell(how));
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(save, 1200); };

  form.addEventListener("input", (e) => { if (e.target.dataset.cell) { note(e.target); later(); } });
  form.addEventListener("focusin", (e) => { if (e.target.dataset.cell) e.target.select(); });
  // Only figures: the program saves them itself. Words go the usual way.
  form.addEventListener("submit", (e) => {
    const others = [...form.elements].some((f) => f.name && !f.dataset.cell && !/^(hidden|submit|button)$/.test(f.type) && f.form === form && !f.closest(".comments"));
    if (others && navigator.onLine) return;
    e.preventDefault();
    e.stopPropagation();
    const wrong = cells.find((c) => c.getAttribute("aria-invalid") === "true");
    if (wrong) wrong.focus();
    drafts.count().then((left) => { if (left) save(); else say(words.nothing); });
  });

  function move(cell, step) {
    const next = cells[cells.indexOf(cell) + step];
    if (next) { next.focus(); next.select(); }
  }
  form.addEventListener("keydown", (e) => {
    const cell = e.target;
    if (!cell.dataset.cell || e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === "Escape" && kept.has(cell)) { cell.value = kept.get(cell); note(cell); return; }
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: e.shiftKey ? -1 : 1 }[e.key];
    if (!step) return;
    e.preventDefault();
    move(cell, step);
  });
  form.addEventListener("paste", (e) => {
    const text = (e.clipboardData && e.clipboardData.getData("text/plain")) || "";
    // Closed cells keep their place, so that a column of all units meets the right ones; they are passed over.
    const every = all("[data-cell]", form), at = every.indexOf(e.target);
    if (at < 0 || e.target.readOnly || !/[\r\n\t]/.test(text)) return;
    e.preventDefault();
    // A column goes down, and a row too: the grid has one column. A block brings its names along: its last column is the figures.
    const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const isBlock = lines.length > 1 && lines[0].length > 1;
    const values = lines.length === 1 ? lines[0] : lines.map((line) => line[isBlock ? line.length - 1 : 0]);
    const reached = values.slice(0, every.length - at).map((value, i) => [every[at + i], value.trim()]);
    const into = reached.filter(([cell]) => !cell.readOnly).map(([cell, value]) => { cell.value = value; return cell; });
    into.forEach(note);
    into[into.length - 1].focus();
    say(words.pasted.replace("{count}", into.length) + (values.length > reached.length ? " " + words.beyond.replace("{count}", values.length - reached.length) : ""));
    later();
  });

  drafts.watch((list, count) => {
    all("[data-waiting]").forEach((at) => { at.hidden = !count; at.textContent = at.dataset.waiting.replace("{count}", count); });
  });
  cells.forEach((c) => { if (c.getAttribute("aria-invalid") !== "true") check(c); else { mark(c, "refused"); note(c); } });
  window.addEventListener("online", save);
  window.addEventListener("offline", () => say(words.off));
  draw(true).then(() => drafts.count()).then(save).catch(() => say(words.unkept));
  if (!navigator.onLine) say(words.off);
});
if (words.home) sending.keep([words.home]).catch(() => {});
})();
