// Improves pages that already work without it. No words of its own: they come from the page's data attributes.
"use strict";
(() => {
const doc = document, root = doc.documentElement, words = doc.body.dataset;
root.classList.add("js");
const all = (css, at = doc) => [...at.querySelectorAll(css)];
const one = (css, at = doc) => at.querySelector(css);
const on = (type, act, at = doc, how) => at.addEventListener(type, act, how);
const typing = (el) => el && (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.isContentEditable);
const make = (html) => { const t = doc.createElement("template"); t.innerHTML = html; return t.content.firstElementChild; };

function say(text) {
  const box = one("#notices") || one("main");
  if (!box || !text) return;
  const note = make('<div class="notice t-warning" role="alert"><strong></strong></div>');
  note.firstChild.textContent = text;
  all(".notice[role=alert]", box).filter((n) => n.textContent === text).forEach((n) => n.remove());
  box.prepend(note);
  note.scrollIntoView({ block: "nearest" });
}

// Menus close when one leaves them; the search box answers Ctrl+K and the slash.
on("click", (e) => all("details.menu[open]").forEach((m) => m.contains(e.target) || (m.open = false)));
on("keydown", (e) => {
  if (e.key === "Escape") {
    const menu = all("details.menu[open]").pop();
    if (menu) { menu.open = false; one("summary", menu).focus(); }
  }
  const slash = e.key === "/" && !typing(e.target);
  if (slash || ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k")) {
    const box = one("#q");
    if (box) { e.preventDefault(); box.focus(); box.select(); }
  }
});

// Links that open a dialog, words that are copied, the panel that closes.
on("click", (e) => {
  const el = e.target.closest("[data-dialog],[data-copy],[data-close-panel]");
  if (!el) return;
  if (el.dataset.dialog) {
    const dialog = one(el.dataset.dialog);
    if (dialog && dialog.showModal) { e.preventDefault(); dialog.showModal(); }
  } else if (el.dataset.copy) {
    navigator.clipboard.writeText(el.dataset.copy).then(() => el.setAttribute("aria-label", el.dataset.done));
    el.classList.add("done");
  } else if (history.state && history.state.panel) {
    e.preventDefault();
    one("#panel").replaceChildren();
    mark(null);
    history.pushState({}, "", el.href);
  }
});
function mark(row) {
  all("tr.on").forEach((r) => { r.classList.remove("on"); r.removeAttribute("aria-current"); });
  if (row) { row.classList.add("on"); row.setAttribute("aria-current", "true"); }
}

// What was typed and not sent stays in this browser; whoever signs out should know.
function unsent(form) {
  let count = 0;
  try { count = Number(localStorage.getItem("unsent:" + words.account)); } catch { /* forbidden */ }
  return form.dataset.unsent && count ? form.dataset.unsent.replace("{count}", count) : "";
}

// Forms: ask once, send once, change in place.
on("submit", (e) => {
  const form = e.target, by = e.submitter, ask = (by && by.dataset.confirm) || form.dataset.confirm || unsent(form);
  if (form.method === "dialog") return;
  if (ask && !confirm(ask)) return e.preventDefault();
  if (form.dataset.sent) return e.preventDefault();
  if (by && by.name === "theme") { e.preventDefault(); return theme(form, by); }
  if (form.method === "post") form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
  if (form.dataset.draft) store(form, (d) => ({ ...d, sent: true }));
  if (form.enctype === "multipart/form-data" && one("[data-drop] input", form)) { e.preventDefault(); send(form, by); }
  else if (form.dataset.swap) { e.preventDefault(); swapForm(form, by); }
});
on("pageshow", () => all("[data-sent]").forEach((f) => delete f.dataset.sent), window);
function theme(form, by) {
  if (by.value === "auto") delete root.dataset.theme; else root.dataset.theme = by.value;
  all("[name=theme]").forEach((b) => b.setAttribute("aria-pressed", b.value === by.value));
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, by)), keepalive: true }).catch(() => {});
}

// Partial replacement: fetch a fragment, put it in place, keep the address and the focus.
on("click", (e) => {
  const link = e.target.closest("a[data-swap]");
  if (!link || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  swap(link.dataset.swap, link.href, {}, link.href).then((el) => {
    if (el && el.id === "panel") mark(link.closest("tr"));
  });
});
function swapForm(form, by) {
  const data = new URLSearchParams(new FormData(form, by));
  const url = (by && by.getAttribute("formaction")) || form.getAttribute("action") || location.href;
  const target = form.dataset.swap;
  if (form.method === "get") {
    const to = new URL(url, location.href);
    to.search = data;
    return swap(target, to.href, {}, to.href);
  }
  return swap(target, url, { method: "POST", body: data }).then((el) => {
    delete form.dataset.sent;
    if (el) el.dispatchEvent(new CustomEvent("swapped", { bubbles: true, detail: by && by.dataset.key }));
  });
}
async function swap(target, url, init, push) {
  const old = one(target), keep = doc.activeElement && doc.activeElement.id;
  let reply, html;
  if (old) old.setAttribute("aria-busy", "true");
  try {
    reply = await fetch(url, { ...init, headers: { "X-Fragment": target.slice(1) }, credentials: "same-origin" });
    html = new DOMParser().parseFromString(await reply.text(), "text/html");
  } catch {
    if (old) old.removeAttribute("aria-busy");
    say(words.offline);
    return null;
  }
  const fresh = html.querySelector(target);
  const problem = !fresh && !reply.ok && html.querySelector(".notice strong,.empty strong,h1");
  if (problem) {
    if (old) old.removeAttribute("aria-busy");
    say(problem.textContent);
    return null;
  }
  if (!fresh || !old) { location.assign(reply.redirected || !init.method ? reply.url : location.href); return null; }
  put(old, fresh);
  all("[data-oob][id]", html).forEach((part) => { const at = doc.getElementById(part.id); if (at && !fresh.contains(part)) put(at, part); });
  if (push && reply.ok) history.pushState({ panel: target === "#panel" }, "", push);
  const focus = one("[data-focus],[autofocus]", fresh) || (keep && doc.getElementById(keep)) || fresh;
  focus.focus({ preventScroll: fresh.id !== "panel" });
  return fresh;
}
function put(old, fresh) { old.replaceWith(fresh); enhance(fresh); }
on("popstate", () => location.reload(), window);

// Files: drop them, see their names, watch them go.
function names(box) {
  const files = [...one("input", box).files];
  let list = one("ul", box);
  if (!list) { list = doc.createElement("ul"); box.append(list); }
  list.replaceChildren(...files.map((f) => { const li = doc.createElement("li"); li.textContent = f.name + " · " + Math.ceil(f.size / 1024) + " kB"; return li; }));
}
on("change", (e) => { const box = e.target.closest("[data-drop]"); if (box) names(box); });
for (const type of ["dragenter", "dragover", "dragleave", "drop"]) on(type, (e) => {
  const box = e.target.closest && e.target.closest("[data-drop]");
  if (!box) return;
  e.preventDefault();
  box.classList.toggle("over", type.startsWith("drage") || type === "dragover");
  if (type !== "drop") return;
  const input = one("input", box);
  if (input.multiple || e.dataTransfer.files.length === 1) { input.files = e.dataTransfer.files; names(box); }
});
function send(form, by) {
  const box = one("[data-drop]", form), bar = make('<div class="meter"><progress max="100"></progress><span role="status"></span></div>');
  bar.firstChild.setAttribute("aria-label", box.dataset.busy);
  bar.lastChild.textContent = box.dataset.busy;
  all(".meter", box).forEach((m) => m.remove());
  box.append(bar);
  const fail = () => { bar.remove(); delete form.dataset.sent; say(words.offline); };
  const xhr = new XMLHttpRequest();
  xhr.open("POST", form.action);
  xhr.upload.onprogress = (e) => {
    if (!e.lengthComputable) return;
    bar.firstChild.value = e.loaded / e.total * 100;
    bar.lastChild.textContent = box.dataset.busy + " " + Math.floor(e.loaded / e.total * 100) + " %";
  };
  xhr.onerror = fail;
  xhr.onload = () => {
    const main = xhr.responseURL === form.action && one("main", new DOMParser().parseFromString(xhr.responseText, "text/html"));
    if (!main) return location.assign(xhr.responseURL);
    put(one("main"), main);
    (one("[data-focus]", main) || main).focus();
  };
  xhr.send(new FormData(form, by));
}

// Drafts of long forms stay in this browser until the form is sent.
const key = (form) => "draft:" + form.dataset.draft;
function store(form, change) {
  try { localStorage.setItem(key(form), JSON.stringify(change(JSON.parse(localStorage.getItem(key(form)) || "{}")))); } catch { /* full or forbidden */ }
}
const kept = (form) => [...form.elements].filter((f) => f.name && !/^(hidden|file|password|submit|button)$/.test(f.type));
let wait;
on("input", (e) => {
  const form = e.target.form;
  if (!form || !form.dataset.draft) return;
  clearTimeout(wait);
  wait = setTimeout(() => store(form, () => ({
    fields: kept(form).map((f) => [f.name, f.value, f.checked]),
  })), 400);
});
function restore(form) {
  let draft;
  try { draft = JSON.parse(localStorage.getItem(key(form))); } catch { return; }
  if (!draft || one("[data-focus]", form)) return;
  if (draft.sent || !draft.fields) return localStorage.removeItem(key(form));
  const fields = kept(form);
  let changed = false;
  draft.fields.forEach(([name, value, checked], at) => {
    const f = fields[at];
    if (!f || f.name !== name) return;
    const box = /^(checkbox|radio)$/.test(f.type);
    changed = changed || (box ? f.checked !== checked : f.value !== value);
    if (box) f.checked = checked; else f.value = value;
  });
  if (!changed) return;
  const note = make('<div class="notice t-info" role="status"><div class="row"><span></span><button type="button" class="btn small"></button></div></div>');
  one("span", note).textContent = words.draft;
  const drop = one("button", note);
  drop.textContent = words.discard;
  on("click", () => { localStorage.removeItem(key(form)); form.reset(); note.remove(); }, drop);
  form.prepend(note);
}

// Dates get a calendar, money gets its thousands apart.
function dated(input) {
  const pick = make('<span class="pick"><button type="button"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8"/></svg></button><input type="date" tabindex="-1" aria-hidden="true"></span>');
  const [button, day] = pick.children;
  if (!day.showPicker) return;
  button.setAttribute("aria-label", words.pick);
  input.after(pick);
  on("click", () => {
    const [d, m, y] = input.value.split(/\D+/);
    day.value = y ? [y.padStart(4, "20"), m.padStart(2, "0"), d.padStart(2, "0")].join("-") : "";
    day.showPicker();
  }, button);
  on("change", () => {
    input.value = day.value.split("-").reverse().join("/");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, day);
}
function money(input) {
  const group = () => {
    if (!/^[\d.\s]*$/.test(input.value) || input.selectionEnd < input.value.length) return;
    input.value = input.value.replace(/\D/g, "").replace(/\B(?=(\d{3})+$)/g, ".");
  };
  on("input", group, input);
  on("blur", () => { input.selectionStart = input.selectionEnd = input.value.length; group(); }, input);
}

function enhance(at) {
  all("[data-as=date]", at).forEach(dated);
  all("[data-as=money]", at).forEach(money);
  all("form[data-draft]", at).forEach(restore);
  all("[data-copy]", at).forEach((b) => { b.hidden = !navigator.clipboard; });
}
enhance(doc);
const wrong = one("[data-focus]");
if (wrong) wrong.focus();
if (matchMedia("print").addEventListener) on("beforeprint", () => all("details:not(.menu,.burger,.noprint)").forEach((d) => { d.open = true; }), window);
})();
