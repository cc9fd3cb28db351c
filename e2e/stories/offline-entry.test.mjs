// Figures typed where there is no line: kept on the phone, checked there, sent later, and put side by side when the office was faster.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { openOffice, signIn, shoot } from "../lib/office.mjs";
import { assertAccessible } from "../lib/access.mjs";

let office;
before(async () => { office = await openOffice(); });
after(async () => { await office.close(); });

const houses = '[data-cell="houses_handed_over"]';
const gifts = '[data-cell="gifts_given"]';
const boxOf = (page, cell) => page.locator(".cellbox", { has: page.locator(cell) });
const stateOf = (page, cell, is) => page.locator(`.cellbox[data-is="${is}"] ${cell}`).waitFor();

/** Opens the entry page and waits until the browser holds it. */
async function openEntry(page) {
  await page.goto(`${office.address}/reports/entry`);
  await page.waitForFunction(async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("pages:") && (await (await caches.open(name)).keys()).length >= 3) return true;
    }
    return false;
  });
  await page.reload();
  return page.url();
}
/** What the office has, in the figures' own whole numbers. */
async function officeHas(page, code) {
  return page.evaluate(async (code) => {
    const form = document.querySelector("form[data-grid]"), cell = form.querySelector("[data-cell]");
    const reply = await fetch(`/api/v1/values?unit=${cell.dataset.unit}&period=${form.dataset.period}`);
    const told = await reply.json();
    return told.values.find((one) => one.indicator === code)?.value ?? null;
  }, code);
}
async function officeSaves(page, code, value) {
  return page.evaluate(async ([code, value]) => {
    const form = document.querySelector("form[data-grid]"), cell = form.querySelector("[data-cell]");
    const values = [{ unit: Number(cell.dataset.unit), indicator: code, period: form.dataset.period, value }];
    const reply = await fetch("/api/v1/values", {
      method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ values }) });
    return reply.status;
  }, [code, value]);
}
const type = async (page, cell, text) => { await page.locator(cell).fill(text); };

test("typed without a line, seen again after a reload, sent when the line is back", async () => {
  const page = await signIn(office, "muongbu", { width: "phone" });
  await openEntry(page);
  await assertAccessible(page, "entry");
  await shoot(page, "entry-phone");
  await page.context().setOffline(true);
  await type(page, houses, "17");
  await stateOf(page, houses, "unsaved");
  await type(page, gifts, "-4");
  await page.locator("td", { has: page.locator(gifts) }).getByText(/Nhỏ hơn mức thấp nhất/).waitFor();
  await page.reload();
  await stateOf(page, houses, "unsaved");
  assert.equal(await page.locator(houses).inputValue(), "17");
  assert.equal(await page.locator(gifts).inputValue(), "-4");
  await stateOf(page, gifts, "refused");
  await page.getByText(/Đang mất mạng|Mất kết nối/).first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "no sideways scroll");
  await shoot(page, "entry-phone-offline");
  // The list of what waits opens without a line too; other pages lead to it.
  await page.goto(`${office.address}/plans`).catch(() => {});
  await page.waitForURL(/\/reports\/waiting/);
  await page.locator(".draft").waitFor();
  assert.match(await page.locator(".draft").innerText(), /17/);
  await shoot(page, "waiting-phone-offline");
  await page.locator(".draft a").first().click();
  await page.locator(gifts).waitFor();
  await type(page, gifts, "4");
  await page.context().setOffline(false);
  await stateOf(page, houses, "saved");
  await stateOf(page, gifts, "saved");
  assert.equal(await officeHas(page, "houses_handed_over"), 17);
  assert.equal(await officeHas(page, "gifts_given"), 4);
  await page.goto(`${office.address}/reports/waiting`);
  await page.getByText("Không còn gì chờ gửi").waitFor();
  await assertAccessible(page, "waiting");
  await page.context().close();
});

test("the office changed the same cell: mine, theirs and what was before stand side by side", async () => {
  const page = await signIn(office, "muongbu", { width: "phone" });
  const url = await openEntry(page);
  const unit = await page.locator(houses).getAttribute("data-unit");
  const period = await page.locator("form[data-grid]").getAttribute("data-period");
  const other = await signIn(office, "chuyenvien");
  await other.goto(`${office.address}/reports/entry?unit=${unit}&period=${period}`);
  await page.context().setOffline(true);
  await type(page, houses, "21");
  await type(page, gifts, "33");
  await stateOf(page, gifts, "unsaved");
  assert.equal(await officeSaves(other, "houses_handed_over", 19), 200);
  await page.context().setOffline(false);
  const clash = page.locator(".clash");
  await clash.waitFor();
  assert.equal(await clash.count(), 1, "a cell that nobody else changed is sent without a word");
  assert.deepEqual((await clash.locator("dd").allInnerTexts()).filter((text) => /^\d/.test(text)), ["21", "19", "17"]);
  await stateOf(page, gifts, "saved");
  await assertAccessible(page, "conflict");
  await shoot(page, "entry-phone-conflict");
  await page.goto(`${office.address}/reports/waiting`);
  await page.locator(".clash").waitFor();
  await assertAccessible(page, "waiting with a conflict");
  await shoot(page, "waiting-phone-conflict");
  await page.locator(".clash").getByRole("button", { name: "Giữ số của tôi" }).click();
  await page.getByText("Không còn gì chờ gửi").waitFor();
  await page.goto(url);
  assert.equal(await page.locator(houses).inputValue(), "21");
  assert.equal(await officeHas(page, "houses_handed_over"), 21);
  await other.context().close();
  await page.context().close();
});

test("an ended session loses nothing, and another person on the same phone sees nothing", async () => {
  const page = await signIn(office, "muongbu", { width: "phone" });
  const url = await openEntry(page);
  await page.context().clearCookies();
  await type(page, houses, "23");
  await page.getByText("Phiên đăng nhập đã hết").waitFor();
  const enter = async (login) => {
    await page.goto(`${office.address}/sign-in`);
    await page.fill('input[name="login"]', login);
    await page.fill('input[name="password"]', office.password);
    await Promise.all([page.waitForURL((to) => to.pathname !== "/sign-in"), page.press('input[name="password"]', "Enter")]);
  };
  await enter("chuyenvien");
  await page.goto(`${office.address}/reports/waiting`);
  await page.getByText("Không còn gì chờ gửi").waitFor();
  await page.goto(url);
  assert.notEqual(await page.locator(houses).inputValue(), "23");
  await page.context().setOffline(true);
  const names = await page.evaluate(() => caches.keys());
  assert.equal(names.filter((name) => name.startsWith("pages:")).length, 1, "only the pages of who is signed in");
  await page.context().setOffline(false);
  await page.context().clearCookies();
  await enter("muongbu");
  await page.goto(url);
  await stateOf(page, houses, "saved");
  assert.equal(await officeHas(page, "houses_handed_over"), 23);
  // Signing out asks when something waits, and takes the pages away.
  await page.route("**/api/v1/values", (route) => route.abort());
  await type(page, houses, "25");
  await page.getByText("ô chờ gửi").first().waitFor();
  let asked = "";
  page.once("dialog", (dialog) => { asked = dialog.message(); dialog.accept(); });
  await page.locator("details.menu.right summary").click();
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await page.waitForURL(/\/sign-in/);
  assert.match(asked, /chưa gửi/);
  assert.deepEqual((await page.evaluate(() => caches.keys())).filter((name) => name.startsWith("pages:")), []);
  await page.context().close();
});

test("a block from a spreadsheet, keys, and comments", async () => {
  const page = await signIn(office, "chuyenvien");
  await page.goto(`${office.address}/reports/entry/many?indicator=houses_handed_over`);
  // The month of today: nothing of it has been sent. In the month before, what was sent is closed.
  assert.ok(await page.locator("[data-cell][readonly]").count() > 20, "figures of sent reports are closed");
  await page.getByText("Báo cáo đã gửi: sửa ở báo cáo.").first().waitFor();
  await assertAccessible(page, "many, mostly closed");
  await shoot(page, "many-closed");
  await page.goto(`${office.address}/reports/entry/many?indicator=houses_handed_over&period=${new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 7)}`);
  const cells = page.locator("[data-cell]");
  await page.evaluate(() => {
    const cell = document.querySelector("[data-cell]"), data = new DataTransfer();
    data.setData("text/plain", "Xã A\t5\r\nXã B\t1.006\r\nXã C\tba\r\n");
    cell.focus();
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  assert.deepEqual([await cells.nth(0).inputValue(), await cells.nth(1).inputValue(), await cells.nth(2).inputValue()], ["5", "1.006", "ba"]);
  await page.locator(".cellbox").nth(2).and(page.locator('[data-is="refused"]')).waitFor();
  await page.waitForFunction(() => ["saved", "warned"].includes(document.querySelector(".cellbox").dataset.is));
  await cells.nth(0).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("[data-cell]")].indexOf(document.activeElement)), 1);
  await shoot(page, "many-desk");
  await page.context().close();

  // Comments work without script.
  const plain = await signIn(office, "muongbu", { script: false });
  await plain.goto(`${office.address}/reports/entry`);
  const row = plain.locator("tr", { has: plain.locator(houses) });
  await row.locator("details.comments summary").click();
  await row.locator("textarea").fill("Hai nhà còn chờ nghiệm thu");
  await row.getByRole("button", { name: "Ghi ý kiến" }).click();
  await row.locator("details.comments.open summary").waitFor();
  await row.locator("details.comments summary").click();
  await row.getByText("Hai nhà còn chờ nghiệm thu").waitFor();
  // The sample office asked about this figure too.
  for (const left of [1, 0]) {
    await row.getByRole("button", { name: "Đã xử lý" }).first().click();
    if (left) await row.locator("details.comments summary").click();
  }
  await row.locator("details.comments:not(.open) summary").waitFor();
  await plain.context().close();

  for (const [width, dark] of [["desk", false], ["desk", true], ["phone", true]]) {
    const look = await signIn(office, "muongbu", { width, dark });
    await look.goto(`${office.address}/reports/entry`);
    await look.locator("details.comments summary").first().click();
    await assertAccessible(look, `entry ${width} ${dark}`);
    await shoot(look, `entry-${width}-${dark ? "dark" : "light"}`);
    await look.context().close();
  }
});

test("two phones send the same draft, the clock of one a year ahead: the figure stands once and nobody is asked", async () => {
  const visits = '[data-cell="voter_meetings"]';
  const right = await signIn(office, "muongbu", { width: "phone" });
  const wrong = await signIn(office, "muongbu", { width: "phone" });
  const year = (days) => new Date(Date.now() + days * 86400e3);
  await wrong.clock.setSystemTime(year(365));
  await openEntry(right);
  await openEntry(wrong);
  for (const page of [right, wrong]) await page.context().setOffline(true);
  for (const page of [right, wrong]) {
    await type(page, visits, "6");
    await stateOf(page, visits, "unsaved");
  }
  // What was typed stays after a reload, though its page is a year old by this clock or from the future by the next.
  await wrong.reload().catch(() => {});
  for (const page of [right, wrong]) {
    await page.context().setOffline(false);
    // The second one comes with what the office has already: there is nothing left to be sent.
    if (page === wrong) await page.goto(`${office.address}/reports/entry`);
    await stateOf(page, visits, page === wrong ? "kept" : "saved");
    await page.goto(`${office.address}/reports/waiting`);
    await page.getByText("Không còn gì chờ gửi").waitFor();
    assert.equal(await page.locator(".clash").count(), 0);
    await page.goto(`${office.address}/reports/entry`);
    assert.equal(await officeHas(page, "voter_meetings"), 6);
  }
  await right.context().close();
  await wrong.context().close();
});
