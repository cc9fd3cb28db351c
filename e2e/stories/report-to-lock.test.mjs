// The life of a monthly report: filled in by a commune, sent back, mended, taken in by the province, locked, corrected.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openOffice, signIn, shoot, widths } from "../lib/office.mjs";
import { accessProblems } from "../lib/access.mjs";

let office, commune, officer, leader, path;
const province = () => `/reports/of/1/${month}/monthly`;
// This month by Viet Nam's clock: nobody of the sample office has begun it.
const month = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 7);
const problems = [];

before(async () => {
  office = await openOffice();
  commune = await signIn(office, "muongbu");
  officer = await signIn(office, "chuyenvien");
  leader = await signIn(office, "lanhdao");
});
after(async () => { await office.close(); });

/** Looks at a page as it stands, on a phone and on a desk. */
async function look(page, name) {
  for (const width of ["phone", "desk"]) {
    await page.setViewportSize(widths[width]);
    await shoot(page, `report-${name}-${width}`);
    problems.push(...(await accessProblems(page, `${name} ${width}`)));
  }
}
const open = (page, to) => page.goto(office.address + to);
const state = (page, word) => page.locator(".kv, dl").first().getByText(word, { exact: true }).waitFor();
const act = async (page, name) => {
  const before = page.url();
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
  assert.match(page.url(), /saved=1/, `${name}: ${before} told ${await page.locator(".notice, [role=alert]").allInnerTexts()}`);
};
const cell = (code) => `[data-cell="${code}"]`;
async function type(page, code, text) {
  await page.locator(cell(code)).fill(text);
  await page.locator(cell(code)).blur();
  await page.locator(`.cellbox[data-is="saved"] ${cell(code)}`).waitFor();
}
async function write(page, section, text) {
  const field = page.locator(`textarea[name="w-${section}"]`);
  await field.fill(text);
  await field.blur();
}
const saved = (page, section) =>
  page.locator("section", { has: page.locator(`textarea[name="w-${section}"]`) }).getByText("Đã lưu.").waitFor();
const whole = (page, name) => page.locator("tr", { hasText: name }).locator(".whole").first().innerText();

test("a commune fills in its report; words save themselves and a conflict shows both texts", async () => {
  await open(commune, `/reports/owed?period=${month}`);
  path = await commune.locator(`a[href$="/${month}/monthly"]`).first().getAttribute("href");
  await look(commune, "owed");
  await open(commune, path);
  await look(commune, "empty");
  for (const [code, text] of [["sessions_held", "5"], ["families_supported", "12"], ["houses_handed_over", "2"], ["opinions_received", "0"]]) {
    await type(commune, code, text);
  }
  await write(commune, "unity", "- Đã tổ chức 5 buổi tuyên truyền.");
  await saved(commune, "unity");
  // Somebody at the province writes into the same section.
  const unit = Number(path.split("/")[3]);
  const status = await officer.evaluate(async (body) => (await fetch("/api/v1/reports/texts", {
    method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).status,
  { unit, period: month, regime: "monthly", section: "next", body: "- Việc do tỉnh gợi ý.", version: 0 });
  assert.equal(status, 200);
  await write(commune, "next", "- Chuẩn bị Ngày hội Đại đoàn kết.");
  await commune.locator(".clash .sides").waitFor();
  const sides = await commune.locator(".clash .sides").innerText();
  assert.match(sides, /Ngày hội Đại đoàn kết[\s\S]*Việc do tỉnh gợi ý/);
  await look(commune, "words-conflict");
  await commune.getByRole("button", { name: "Giữ bản của tôi" }).click();
  await saved(commune, "next");
  await act(commune, "Gửi báo cáo");
  await state(commune, "Đã gửi");
  assert.equal(await commune.locator(cell("houses_handed_over")).count(), 0, "what has been sent is read, not typed");
  await look(commune, "sent");
});

test("the province sends one figure back with a reason; the commune mends it", async () => {
  await open(officer, path);
  await look(officer, "to-check");
  await officer.fill('input[name="r-indicator-houses_handed_over"]', "Biên bản ghi 3 nhà.");
  await act(officer, "Trả lại");
  await open(commune, "/");
  const told = commune.locator("section, .card", { hasText: "Báo cáo bị trả lại" }).last();
  await look(commune, "today");
  await told.locator(`a[href="${path}"]`).click();
  await commune.getByText("Trả lại: Biên bản ghi 3 nhà.").waitFor();
  await look(commune, "returned");
  await type(commune, "houses_handed_over", "3");
  await act(commune, "Gửi báo cáo");
  await open(leader, "/");
  await leader.getByText("Báo cáo chờ duyệt").first().waitFor();
  await open(leader, path);
  await act(leader, "Duyệt");
  await state(leader, "Đã duyệt");
});

test("the province takes it in, names who is missing, and locks", async () => {
  await open(officer, province());
  await act(officer, "Tổng hợp báo cáo cấp dưới");
  await officer.getByText(/Chưa có báo cáo của: .+, .+/).first().waitFor();
  for (const [code, text] of [["sessions_held", "1"], ["families_supported", "0"], ["houses_handed_over", "0"], ["opinions_received", "0"]]) {
    await type(officer, code, text);
  }
  for (const section of ["unity", "next"]) {
    await write(officer, section, "- Nội dung của tỉnh.");
    await saved(officer, section);
  }
  await look(officer, "consolidated");
  await act(officer, "Gửi báo cáo");
  await open(leader, province());
  assert.equal(await whole(leader, "Nhà Đại đoàn kết được bàn giao"), "3");
  await act(leader, "Duyệt");
  await act(leader, "Khóa");
  await state(leader, "Đã khóa");
  await look(leader, "locked");
  await open(leader, path);
  await state(leader, "Đã khóa");
});

test("a correction after the lock needs a reason; the province is told and its own report stays", async () => {
  await open(commune, path);
  await commune.locator("form", { has: commune.locator('input[value="correct"]') }).getByRole("textbox").fill("Đếm sót một nhà ở bản Hai");
  await act(commune, "Lập bản đính chính");
  await type(commune, "houses_handed_over", "4");
  await act(commune, "Gửi báo cáo");
  await open(leader, path);
  await act(leader, "Duyệt");
  await open(officer, province());
  await officer.getByText(/đã đính chính sau khi được tổng hợp.*Đếm sót một nhà/).waitFor();
  assert.equal(await whole(officer, "Nhà Đại đoàn kết được bàn giao"), "3", "what is locked does not change silently");
  await look(officer, "restated");
  for (const tab of ["evidence", "activity", "relations"]) {
    await open(officer, `${province()}?tab=${tab}`);
    await look(officer, tab);
  }
  const [file] = await Promise.all([officer.waitForEvent("download"), officer.getByRole("link", { name: "Tải .docx" }).click()]);
  assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), "PK");
});

test("every page of it can be used by everyone", () => {
  assert.deepEqual(problems, []);
  for (const page of [commune, officer, leader]) assert.deepEqual(page.problems, []);
});
