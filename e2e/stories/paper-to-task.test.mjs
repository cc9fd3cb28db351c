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

test("the plan goes its way: reviewed, submitted, approved, issued", async () => {
  const officer = await signIn(office, "chuyenvien");
  await officer.goto(`${office.address}/plans`);
  await officer.getByRole("link", { name: /Triển khai công tác Mặt trận năm 2024/ }).first().click();
  await officer.waitForURL(/\/plans\/\d+/);
  const plan = new URL(officer.url()).pathname;
  await shoot(officer, "plan-draft");
  await officer.getByRole("button", { name: "Rà soát" }).click();
  await officer.getByRole("button", { name: /Trình/ }).click();
  await officer.waitForLoadState();
  const leader = await signIn(office, "lanhdao");
  await leader.goto(`${office.address}${plan}`);
  await leader.getByRole("button", { name: /^Duyệt|Phê duyệt/ }).click();
  await leader.getByRole("button", { name: "Ban hành" }).click();
  await leader.waitForLoadState();
  assert.match(await leader.locator("main").innerText(), /Đã ban hành/);
  await shoot(leader, "plan-issued");
  for (const view of ["outline", "table", "board", "timeline"]) {
    await leader.goto(`${office.address}${plan}?view=${view}`);
    await shoot(leader, `plan-${view}`);
  }
  assert.deepEqual([...officer.problems, ...leader.problems], []);
  await officer.context().close();
  await leader.context().close();
});
