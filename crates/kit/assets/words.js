// The words of a report save themselves. Who comes second sees both texts side by side and chooses.
"use strict";
(() => {
const doc = document;
const make = (tag, text, kind) => {
  const one = doc.createElement(tag);
  if (text) one.textContent = text;
  if (kind) one.className = kind;
  return one;
};
doc.querySelectorAll("form[data-words]").forEach((form) => {
  const say = form.dataset;
  const fields = [...form.querySelectorAll("textarea[data-report-words]")];
  fields.forEach((field) => {
    const section = field.dataset.reportWords;
    const version = form.querySelector(`[name="wv-${section}"]`);
    const state = field.parentElement.querySelector("[data-state]");
    let kept = field.defaultValue, timer, busy = false;
    const tell = (text) => { state.textContent = text; };
    const differs = () => field.value !== kept;
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    // Both texts, and which one goes on.
    function choose(office) {
      const box = make("div", "", "clash");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", say.clash);
      box.append(make("p", say.clash));
      const list = make("div", "", "sides");
      [[say.mine, field.value, say.keep, true], [say.office, office.words || "", say.take, false]].forEach(([name, text, act, isMine]) => {
        const side = make("div");
        const button = make("button", act, isMine ? "btn small primary" : "btn small");
        button.type = "button";
        button.addEventListener("click", () => {
          version.value = office.words_version;
          kept = office.words || "";
          if (!isMine) field.value = kept;
          box.remove();
          tell("");
          field.focus();
          save();
        });
        side.append(make("strong", name), make("p", text, "pre"), button);
        list.append(side);
      });
      box.append(list);
      field.after(box);
    }
    async function clash() {
      const asked = new URLSearchParams({ unit: say.unit, period: say.period, regime: say.regime });
      const reply = await fetch(`${say.of}?${asked}`, { credentials: "same-origin" });
      const office = reply.ok && (await reply.json()).sections.find((one) => one.code === section);
      if (!office) return tell(say.failed);
      tell("");
      choose(office);
    }
    async function save() {
      clearTimeout(timer);
      if (busy || !differs() || field.parentElement.querySelector(".clash .sides")) return;
      busy = true;
      const body = field.value;
      tell(say.saving);
      try {
        const reply = await fetch(say.words, {
          method: "PUT", credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-Account": doc.body.dataset.account || "" },
          body: JSON.stringify({ unit: Number(say.unit), period: say.period, regime: say.regime, section, body, version: Number(version.value) }),
        });
        const told = await reply.json().catch(() => ({}));
        if (reply.ok) {
          version.value = told.version;
          kept = body;
          tell(say.saved);
        } else if (told.code === "words_stale") await clash();
        else tell(told.detail || say.failed);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        tell(say.off);
        later(15000);
      } finally {
        busy = false;
      }
      if (field.value !== body && field.value !== kept) later(1200);
    }
    field.addEventListener("input", () => later(1200));
    field.addEventListener("blur", save);
    addEventListener("online", save);
    // What is not saved is not lost by a slip.
    addEventListener("beforeunload", (event) => { if (!form.dataset.sent && differs()) event.preventDefault(); });
  });
  form.addEventListener("submit", () => { form.dataset.sent = "1"; });
});
})();
