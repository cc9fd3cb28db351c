// The review of a paper: both sides light each other up, scroll together and obey the keyboard.
"use strict";
(() => {
const doc = document;
const all = (css, at = doc) => [...at.querySelectorAll(css)];
const one = (css, at = doc) => at.querySelector(css);
const on = (type, act, at = doc, how) => at.addEventListener(type, act, how);
const typing = (el) => /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);

const review = {
  cards: () => all(".rcard"),
  marks: (id) => all(`mark[data-span~="${CSS.escape(id)}"]`),
  light(id) {
    all(".lit").forEach((el) => el.classList.remove("lit"));
    if (id) [...this.marks(id), ...all(`.rcard[data-for="${CSS.escape(id)}"]`)].forEach((el) => el.classList.add("lit"));
  },
  // The card after `el`; the next undecided one if `open`.
  next(el, open, step = 1) {
    const cards = this.cards();
    let at = cards.indexOf(el) + step;
    while (open && cards[at] && !cards[at].classList.contains("t-neutral")) at += step;
    if (cards[at]) { cards[at].focus({ preventScroll: true }); this.show(cards[at]); }
  },
  // The mark takes the colour of its card; where spans overlap, the inmost one gives the colour.
  tint(card) {
    const tones = (el) => [...el.classList].filter((name) => name.startsWith("t-"));
    for (const mark of this.marks(card.dataset.for)) {
      if (mark.dataset.span.split(" ").pop() !== card.dataset.for) continue;
      mark.classList.remove(...tones(mark));
      mark.classList.add(...tones(card));
    }
  },
  show(card) {
    card.scrollIntoView({ block: "nearest" });
    const mark = this.marks(card.dataset.for)[0];
    if (mark) within(mark.closest(".pane"), mark);
  },
};
function within(pane, el) {
  if (pane) pane.scrollTop += el.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}
function pairUp(box) {
  const paper = one(".paper", box), cards = one(".cards", box), pick = one(".pick-task", box);
  let leader = null, points = null;
  const top = (pane, el) => el.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  const measure = () => {
    points = [[0, 0]];
    for (const card of review.cards()) {
      const mark = review.marks(card.dataset.for)[0];
      const point = mark && [top(paper, mark), top(cards, card)], last = points[points.length - 1];
      if (point && point[0] > last[0] && point[1] > last[1]) points.push(point);
    }
    points.push([paper.scrollHeight, cards.scrollHeight]);
  };
  on("resize", () => { points = null; }, window);
  on("swapped", () => { points = null; });
  const follow = (from, to, a, b) => {
    if (leader !== from || to.scrollHeight <= to.clientHeight) return;
    if (!points) measure();
    const y = from.scrollTop + from.clientHeight / 3;
    const at = Math.max(1, points.findIndex((p) => p[a] > y));
    const [p, q] = [points[at - 1], points[at]];
    to.scrollTop = p[b] + (q[b] - p[b]) * (y - p[a]) / (q[a] - p[a]) - to.clientHeight / 3;
  };
  for (const [pane, other, a, b] of [[paper, cards, 0, 1], [cards, paper, 1, 0]]) {
    for (const type of ["pointerenter", "pointerdown", "wheel", "touchstart", "focusin"]) on(type, () => { leader = pane; }, pane, { passive: true });
    let due = false;
    on("scroll", () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => { due = false; follow(pane, other, a, b); });
    }, pane, { passive: true });
  }
  // On a phone the page itself scrolls: the paper stays on top and shows the source of the first card below it.
  let last = null;
  on("scroll", () => {
    if (cards.scrollHeight > cards.clientHeight + 1) return;
    const below = paper.getBoundingClientRect().bottom;
    const card = review.cards().find((c) => c.getBoundingClientRect().bottom > below + 40);
    if (!card || card === last || card.getBoundingClientRect().top > innerHeight) return;
    last = card;
    review.light(card.dataset.for);
    const mark = review.marks(card.dataset.for)[0];
    if (mark) within(paper, mark);
  }, window, { passive: true });
  const id = (el) => {
    const hit = el.closest && el.closest("mark[data-span],.rcard");
    return hit && (hit.dataset.for || hit.dataset.span.split(" ").pop());
  };
  on("pointerover", (e) => review.light(id(e.target)), box);
  on("focusin", (e) => review.light(id(e.target)), box);
  on("click", (e) => {
    const mark = e.target.closest("mark[data-span]"), card = e.target.closest(".rcard");
    if (mark && getSelection().isCollapsed) {
      const to = one(`.rcard[data-for="${CSS.escape(id(mark))}"]`);
      if (to) { within(cards, to); to.focus({ preventScroll: true }); }
    } else if (card && !e.target.closest("a,button,input")) review.show(card);
  }, box);

  // Selected words become a task: offsets are code points of the raw text.
  if (!pick) return;
  const offset = (node, at) => {
    const p = (node.nodeType === 1 ? node : node.parentElement).closest("p[data-start]");
    if (!p || !paper.contains(p)) return null;
    const range = doc.createRange();
    range.setStart(p, 0);
    range.setEnd(node, at);
    return Number(p.dataset.start) + [...range.toString()].length;
  };
  on("selectionchange", () => {
    const chosen = getSelection();
    pick.hidden = true;
    if (chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    pick.elements.start.value = start;
    pick.elements.end.value = end;
    pick.hidden = false;
  });
}
on("keydown", (e) => {
  if (!one("[data-review]") || typing(e.target) || e.ctrlKey || e.metaKey || e.altKey) return;
  const card = e.target.closest(".rcard") || one(".rcard:focus-within") || one(".rcard.lit");
  if (e.key === "j") review.next(card, false);
  else if (e.key === "k") review.next(card, false, -1);
  else if (e.key === "?") { const keys = one(".keys"); keys.open = !keys.open; if (keys.open) one("summary", keys).focus(); }
  else if (card && /^[adue]$/.test(e.key)) { const act = one(`[data-key="${e.key}"]`, card); if (act) act.click(); }
  else return;
  e.preventDefault();
});
// A decided card was replaced: its words in the paper follow, and the next card that waits comes up.
on("swapped", (e) => {
  if (!e.target.matches(".rcard")) return;
  review.tint(e.target);
  if (/^[ad]$/.test(e.detail || "")) review.next(e.target, true);
});
const box = one("[data-review]");
if (box) pairUp(box);
})();
