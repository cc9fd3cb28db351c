// The main job, from the first click: bring the plan paper in, review, issue, assign, finish, find.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { openOffice, signIn, shoot, fixtures } from "../lib/office.mjs";

let office;
before(async () => { office = await openOffice(); });
after(async () => { await office.close(); });

test("an officer brings a paper in and sees what was read", async () => {
  const page = await signIn(office, "chuyenvien");
  await page.goto(`${office.address}/documents`);
  await page.getByRole("link", { name: "Nhập văn bản" }).first().click();
  await page.setInputFiles('input[type="file"]', join(fixtures, "plan-auto.docx"));
  await page.getByLabel(/^Không/).first().check();
  await page.locator("main form button.primary").click();
  await page.getByText("plan-auto.docx").first().waitFor();
  await shoot(page, "upload-summary");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("two files at once: the bad one is told, the good one is kept", async () => {
  const page = await signIn(office, "muongbu");
  await page.goto(`${office.address}/documents/new`);
  await page.setInputFiles('input[type="file"]', [join(fixtures, "encrypted.docx"), join(fixtures, "tcvn3.docx")]);
  await page.getByLabel(/^Không/).first().check();
  await page.locator("main form button.primary").click();
  await page.getByText("mật khẩu").first().waitFor();
  const told = await page.locator("main").innerText();
  assert.match(told, /mật khẩu/);
  assert.match(told, /tcvn3\.docx/);
  await page.context().close();
});

test("proposals are reviewed beside the paper, with the keyboard and with undo", async () => {
  const page = await signIn(office, "chuyenvien");
  await page.goto(`${office.address}/documents/2/review`);
  const meter = () => page.locator(".meter span").first().innerText();
  assert.match(await meter(), /^0\/70/);
  await page.getByRole("button", { name: /Nhận cả mục/ }).first().click();
  await page.waitForFunction(() => /^3\/70/.test(document.querySelector(".meter span").textContent.trim()));
  await shoot(page, "review-section-accepted");
  await page.getByRole("button", { name: /Hoàn tác/ }).first().click();
  await page.waitForFunction(() => /^0\/70/.test(document.querySelector(".meter span").textContent.trim()));
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a card is swapped in place, and its mark takes the card's colour", async () => {
  const page = await signIn(office, "chuyenvien");
  await page.goto(`${office.address}/documents/2/review`);
  const card = page.locator(".rcard.t-neutral").first();
  const id = await card.getAttribute("data-for");
  const same = page.locator(`.rcard[data-for="${id}"]`);
  const tone = (of) => of.evaluate((el) => [...el.classList].filter((name) => name.startsWith("t-")).join(" "));
  const mark = page.locator(`mark[data-span$="${id}"]`).first();
  assert.equal(await tone(mark), "t-neutral");
  await page.evaluate(() => { window.stayed = true; });
  await same.getByRole("button", { name: "Nhận", exact: true }).click();
  await page.waitForFunction((id) => !document.querySelector(`.rcard[data-for="${id}"]`)?.classList.contains("t-neutral"), id);
  const accepted = await tone(same);
  assert.notEqual(accepted, "t-neutral");
  await page.waitForFunction(([id, tone]) => document.querySelector(`mark[data-span$="${id}"]`).classList.contains(tone), [id, accepted]);
  assert.equal(await tone(mark), accepted, "one colour, and no other left over");
  assert.equal(await page.evaluate(() => window.stayed), true, "the page was not loaded anew");
  await page.getByRole("button", { name: /Hoàn tác/ }).first().click();
  await page.waitForFunction((id) => document.querySelector(`mark[data-span$="${id}"]`)?.classList.contains("t-neutral"), id);
  assert.equal(await tone(same), "t-neutral");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("everything is accepted, section by section, without script", async () => {
  const page = await signIn(office, "chuyenvien", { script: false });
  await page.goto(`${office.address}/documents/2/review`);
  for (let section = 0; section < 30; section += 1) {
    const button = page.getByRole("button", { name: /Nhận cả mục/ }).first();
    if ((await button.count()) === 0) break;
    await Promise.all([page.waitForLoadState(), button.click()]);
  }
  assert.match(await page.locator(".meter span").first().innerText(), /^70\/70/);
  await page.context().close();
});

test("the plan goes its way, and a task is given, done, checked and found", async () => {
  const officer = await signIn(office, "chuyenvien");
  await officer.goto(`${office.address}/plans?year=2024`);
  await officer.getByRole("link", { name: /Triển khai công tác Mặt trận năm 2024/ }).first().click();
  await officer.waitForURL(/\/plans\/\d+/);
  const plan = new URL(officer.url()).pathname;
  for (const step of ["Xác nhận đã thẩm định", "Trình duyệt"]) await press(officer, step);
  const leader = await signIn(office, "lanhdao");
  await leader.goto(`${office.address}${plan}`);
  // "Ban hành" leads to the page that sums the plan up, and is pressed again there.
  for (const step of ["Duyệt", "Ban hành", "Ban hành"]) await press(leader, step);
  await leader.goto(`${office.address}${plan}`);
  assert.match(await leader.locator("main").innerText(), /Đã ban hành/);
  for (const view of ["outline", "table", "board", "timeline"]) {
    await leader.goto(`${office.address}${plan}?view=${view}`);
    await shoot(leader, `plan-${view}`);
    assert.match(await leader.locator("main").innerText(), /Ngày hội Đại đoàn kết/, view);
  }

  await leader.goto(`${office.address}${plan}?view=table&q=tro+cuoi`);
  await leader.goto(`${office.address}${plan}`);
  await leader.getByRole("link", { name: /Phân bổ số lượng Đoàn đại biểu/ }).first().click();
  await leader.getByRole("link", { name: "Giao việc" }).first().click();
  await shoot(leader, "assign");
  const unit = await leader.locator('select[name="unit"] option').filter({ hasText: "Mường Bú" }).first().getAttribute("value");
  await leader.selectOption('select[name="unit"]', unit);
  await meanPastDue(leader);
  await Promise.all([leader.waitForLoadState(), leader.locator("main form button.primary").first().click()]);
  await leader.waitForURL(/\/(tasks|plans)\/\d+/);
  await leader.goto(`${office.address}/tasks?q=phan+bo+so+luong`);
  await leader.getByRole("link", { name: /Phân bổ số lượng/ }).first().click();
  await leader.waitForLoadState();
  const found = await leader.locator('a[href^="/tasks/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const task = found.map((href) => /^\/tasks\/\d+/.exec(href)).find(Boolean)[0];

  const commune = await signIn(office, "muongbu", { width: "phone" });
  await commune.goto(`${office.address}${task}?tab=evidence`);
  await shoot(commune, "task-evidence-phone");
  await commune.goto(`${office.address}${task}`);
  await press(commune, "Bắt đầu làm");
  await commune.goto(`${office.address}${task}?tab=evidence`);
  await commune.locator("input[name=\"title\"]").first().fill("Biên bản họp");
  await commune.locator("input[name=\"link\"]").first().fill("https://example.invalid/bien-ban");
  const secrecy = commune.getByLabel(/^Không/);
  if (await secrecy.count()) await secrecy.first().check();
  await commune.locator("main form button.primary").last().click();
  await commune.getByText("Biên bản họp").first().waitFor();
  await commune.waitForLoadState("networkidle");
  await commune.goto(`${office.address}${task}`);
  await press(commune, "Báo hoàn thành");
  await commune.goto(`${office.address}${task}`);
  assert.match(await commune.locator("main").innerText(), /Chờ kiểm tra/);

  await leader.goto(`${office.address}${task}`);
  await press(leader, "Xác nhận hoàn thành");
  await leader.goto(`${office.address}${task}`);
  assert.match(await leader.locator("main").innerText(), /Hoàn thành/);
  await shoot(leader, "task-done");

  await leader.keyboard.press("Control+k");
  await leader.keyboard.type("phan bo so luong doan dai bieu");
  await leader.keyboard.press("Enter");
  await leader.waitForURL(/\/search/);
  assert.match(await leader.locator("main").innerText(), /Phân bổ số lượng Đoàn đại biểu/);
  const neighbour = await signIn(office, "tohieu");
  const answer = await neighbour.goto(`${office.address}${task}`);
  assert.equal(answer.status(), 404, "a neighbouring unit sees nothing");
  assert.deepEqual([...officer.problems, ...leader.problems, ...commune.problems], []);
});

test("unfinished work goes over to the next quarter with its tasks, without script", async () => {
  const page = await signIn(office, "lanhdao", { script: false });
  await page.goto(`${office.address}/plans?year=2024`);
  await page.getByRole("link", { name: /Triển khai công tác Mặt trận năm 2024/ }).first().click();
  await page.goto(`${page.url().split("?")[0]}?view=outline&quarter=1`);
  await page.locator("main a[href*='/items/']").filter({ hasText: /tết|Tết|xuân/i }).first().click();
  const old = page.url().split("?")[0];
  const title = await page.locator("h1").first().innerText();
  await page.getByRole("link", { name: "Giao việc" }).first().click();
  await page.waitForLoadState();
  await meanPastDue(page);
  await page.locator("main form button.primary").first().click();
  await page.waitForURL(/\/tasks\/\d+/);
  const task = page.url().split("?")[0];
  await page.getByRole("link", { name: "Chuyển sang quý sau" }).first().click();
  await page.waitForURL(/open=carry/);
  const form = page.locator("#carry form");
  assert.equal(await form.locator('input[name="due_on"]').inputValue(), "30/06/2024");
  await form.locator('input[name="reason"]').fill("Chờ kinh phí");
  await shoot(page, "carry-form");
  await form.locator("button.primary").click();
  await page.waitForURL((url) => /\/items\/\d+$/.test(url.pathname));
  assert.match(await page.locator("main").innerText(), /Quý II/);
  await page.goto(`${task}?tab=activity`);
  assert.match(await page.locator("main").innerText(), /chuyển từ quý I sang quý II/);
  await page.goto(old);
  await page.getByRole("link", { name: "1 việc chuyển sang quý II" }).first().click();
  assert.equal(await page.locator("h1").first().innerText(), title);
  await shoot(page, "item-carried-to");
  await page.context().close();
});

/** Ticks that a due date of the past is meant, where the form asks. */
async function meanPastDue(page) {
  const box = page.locator('input[name="past_due"]').first();
  if (await box.count()) await box.check();
}

/** Presses the button of a move; a move that needs words has a page of its own, with the same button. */
async function press(page, name) {
  const move = page.locator("main").getByRole("button", { name, exact: true }).or(page.locator("main").getByRole("link", { name, exact: true })).first();
  await Promise.all([page.waitForLoadState(), move.click()]);
  await page.waitForLoadState("networkidle");
}
