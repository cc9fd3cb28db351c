// A paper goes out: drafted from a report, opinions by clause, signed, numbered, issued, sent, opened, acknowledged, registered.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openOffice, program, signIn, shoot, widths } from "../lib/office.mjs";
import { accessProblems } from "../lib/access.mjs";

const keys = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "crates", "print", "tests", "signing");
const folder = mkdtempSync(join(tmpdir(), "doanket-papers-"));
const problems = [];
let office, officer, clerk, leader, commune, paper;

before(async () => {
  mkdirSync(join(folder, "roots"));
  copyFileSync(join(keys, "root.pem"), join(folder, "roots", "root.pem"));
  const settings = { key: join(keys, "p256.key"), certificate: join(keys, "p256.pem"), roots: join(folder, "roots") };
  office = await openOffice(`[signing]\n${Object.entries(settings).map(([name, path]) => `${name} = ${JSON.stringify(path)}`).join("\n")}\n`);
  [officer, clerk, leader, commune] = await Promise.all(["chuyenvien", "vanthu", "lanhdao", "muongbu"].map((login) => signIn(office, login)));
});
after(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

async function look(page, name) {
  for (const width of ["phone", "desk"]) {
    await page.setViewportSize(widths[width]);
    await shoot(page, `paper-${name}-${width}`);
    problems.push(...(await accessProblems(page, `${name} ${width}`)));
  }
}
const open = (page, to) => page.goto(office.address + to);
const go = async (page, locator) => {
  await Promise.all([page.waitForEvent("load"), locator.click()]);
};
const press = (page, name) => go(page, page.getByRole("button", { name, exact: true }));
const follow = (page, name) => go(page, page.getByRole("link", { name, exact: true }).first());
const form = (page, button) => page.locator("form", { has: page.getByRole("button", { name: button, exact: true }) });
const state = (page, word) => page.getByText(word, { exact: true }).first().waitFor();
/** The file behind an address, as the person of a page gets it. */
async function download(page, to, name) {
  const [status, bytes] = await page.evaluate(async (to) => {
    const answer = await fetch(to);
    return [answer.status, [...new Uint8Array(await answer.arrayBuffer())]];
  }, to);
  assert.equal(status, 200, to);
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(bytes));
  return path;
}
/** The words of a file as LibreOffice reads it. */
function words(path) {
  execFileSync("soffice", ["--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, path], { stdio: "pipe" });
  return readFileSync(path.replace(/\.\w+$/, ".txt"), "utf8");
}

test("the province's locked report becomes a draft in one press, and a plan as well", async () => {
  const months = new Date(Date.now() + 7 * 3600e3);
  months.setUTCDate(1);
  months.setUTCMonth(months.getUTCMonth() - 2);
  await open(officer, `/reports/of/1/${months.toISOString().slice(0, 7)}/monthly`);
  await press(officer, "Soạn văn bản đi");
  paper = new URL(officer.url()).pathname;
  assert.match(paper, /^\/dispatch\/\d+$/);
  await officer.getByText("KẾT QUẢ THỰC HIỆN").first().waitFor();
  await look(officer, "draft");
  await open(officer, "/plans/1");
  await press(officer, "Soạn văn bản đi");
  await officer.getByText("TỔ CHỨC THỰC HIỆN").first().waitFor();
});

test("a draft without a title is refused beside the field, and nothing typed is lost", async () => {
  await open(officer, `${paper}/edit`);
  const field = officer.locator('textarea[name="abstract"]');
  const title = await field.inputValue();
  assert.ok(title.startsWith("Kết quả công tác Mặt trận tháng"), title);
  await field.fill("   ");
  await field.evaluate((one) => one.removeAttribute("required"));
  await officer.locator('textarea[name="act_to"]').fill("Ủy ban MTTQ Việt Nam các xã, phường");
  await press(officer, "Lưu");
  await officer.locator(".field .error, .error").first().waitFor();
  assert.equal(await officer.locator('textarea[name="act_to"]').inputValue(), "Ủy ban MTTQ Việt Nam các xã, phường");
  await look(officer, "refused");
  await officer.locator('textarea[name="abstract"]').fill(title);
  await press(officer, "Lưu");
  assert.equal(new URL(officer.url()).pathname, paper);
});

test("a commune gives its opinion on a clause; the officer answers it", async () => {
  await open(officer, `${paper}/opinions`);
  await officer.getByLabel("Đơn vị", { exact: false }).first().fill("Ủy ban MTTQ Việt Nam xã Mường Bú");
  const due = new Date(Date.now() + 5 * 86400e3).toISOString().slice(0, 10).split("-").reverse().join("/");
  await officer.locator('input[name="due_on"]').fill(due);
  await press(officer, "Lấy ý kiến");
  await state(officer, "Ủy ban MTTQ Việt Nam xã Mường Bú");
  await look(officer, "asked");
  await open(commune, "/dispatch/asked");
  await go(commune, commune.getByRole("link", { name: /^Kết quả công tác Mặt trận tháng/ }).first());
  await commune.locator('select[name^="kind-"]').first().selectOption("agree");
  await commune.locator('select[name^="kind-"]').nth(1).selectOption("change");
  await commune.locator('input[name^="words-"]').nth(1).fill("Bổ sung kết quả của xã Mường Bú.");
  await look(commune, "opinion");
  await press(commune, "Gửi góp ý");
  await open(officer, `${paper}/opinions`);
  await officer.getByText("Bổ sung kết quả của xã Mường Bú.").waitFor();
  await officer.getByText(/^Trả lời|^Giải trình|Ủy ban MTTQ Việt Nam xã Mường Bú$/).last().click();
  await officer.locator('select[name="answer"]').last().selectOption("taken");
  await officer.locator('input[name="why"]').last().fill("Đã đưa vào mục 1.");
  await press(officer, "Lưu");
  await officer.getByText("Đã đưa vào mục 1.").first().waitFor();
  await look(officer, "answered");
});

test("checked, signed, numbered; a number that is taken already is refused beside its field", async () => {
  await open(officer, paper);
  await press(officer, "Kết thúc lấy ý kiến");
  await press(officer, "Chuyển kiểm tra thể thức");
  await open(clerk, paper);
  await press(clerk, "Trình lãnh đạo ký");
  await open(leader, paper);
  await look(leader, "to-sign");
  await press(leader, "Ký");
  await state(leader, "Đã ký, chờ số");
  await open(clerk, "/dispatch/register");
  const reserve = form(clerk, "Giữ số");
  if (!(await reserve.isVisible())) await clerk.getByText("Giữ số", { exact: true }).first().click();
  await look(clerk, "register");
  await open(clerk, paper);
  await form(clerk, "Cấp số, ghi ngày").locator('input[name="number"]').fill("999");
  await press(clerk, "Cấp số, ghi ngày");
  await clerk.locator(".error").first().waitFor();
  assert.equal(await form(clerk, "Cấp số, ghi ngày").locator('input[name="number"]').inputValue(), "999");
  await look(clerk, "number-refused");
  await form(clerk, "Cấp số, ghi ngày").locator('input[name="number"]').fill("");
  await press(clerk, "Cấp số, ghi ngày");
  await state(clerk, "Đã cấp số");
});

test("signed digitally, issued; Word's file and the PDF bear the number, the signature is good", async () => {
  await open(leader, paper);
  await press(leader, "Ký số tại đây");
  await open(clerk, paper);
  await press(clerk, "Phát hành");
  await state(clerk, "Đã phát hành");
  await look(clerk, "issued");
  const docx = words(await download(clerk, `${paper}/docx`, "paper.docx"));
  assert.match(docx, /Số: 01\/BC-MTTQ-BTT/);
  assert.ok(docx.includes("KẾT QUẢ THỰC HIỆN") && docx.includes("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), docx);
  const pdf = await download(clerk, `${paper}/pdf`, "paper.pdf");
  assert.ok(readFileSync(pdf).subarray(0, 5).toString() === "%PDF-");
  const told = execFileSync(program, ["paper", "verify", pdf, "--roots", join(folder, "roots")], { encoding: "utf8" });
  assert.match(told, /./);
  await open(clerk, `${paper}/signatures`);
  await clerk.getByText("Hợp lệ", { exact: true }).first().waitFor();
  await look(clerk, "signatures");
  // A single changed byte, and nobody should trust it.
  const bytes = readFileSync(pdf);
  const at = bytes.indexOf("stream") + 40;
  bytes[at] ^= 1;
  writeFileSync(join(folder, "changed.pdf"), bytes);
  assert.throws(() => execFileSync(program, ["paper", "verify", join(folder, "changed.pdf"), "--roots", join(folder, "roots")], { stdio: "pipe" }));
});

test("sent inside and outside; the ledger tells who has opened it and who has not", async () => {
  await open(clerk, `${paper}/send`);
  const units = "Ủy ban MTTQ Việt Nam xã Mường Bú\nỦy ban MTTQ Việt Nam phường Tô Hiệu";
  await form(clerk, "Gửi trong hệ thống").locator('textarea[name="units"]').fill(units);
  await press(clerk, "Gửi trong hệ thống");
  await clerk.getByText(/^\s*0\/2(?!\d)/).first().waitFor();
  await open(commune, "/dispatch/received");
  await go(commune, commune.getByRole("link", { name: /^Kết quả công tác Mặt trận tháng/ }).first());
  await look(commune, "received");
  await press(commune, "Xác nhận đã nhận");
  await open(clerk, `${paper}/send`);
  await clerk.getByText(/^\s*1\/2(?!\d)/).first().waitFor();
  await clerk.getByText("Chưa mở", { exact: true }).first().waitFor();
  await clerk.locator("summary", { hasText: "Ghi việc gửi ra ngoài" }).first().click();
  await clerk.locator('input[name="name"]').fill("Ban Dân vận Tỉnh ủy (mẫu)");
  await clerk.locator('input[name="how"]').fill("Bưu điện");
  await go(clerk, clerk.locator("form", { has: clerk.locator('input[name="how"]') }).locator("button").last());
  await clerk.getByText("Ban Dân vận Tỉnh ủy (mẫu)").first().waitFor();
  await look(clerk, "sent");
});

test("the register has no silent gap: kept and cancelled numbers stand in it with their reasons", async () => {
  await open(clerk, "/dispatch/register");
  const keep = form(clerk, "Giữ số");
  if (!(await keep.isVisible())) await clerk.locator("summary", { hasText: "Giữ số" }).first().click();
  await keep.locator('[name="template"]').selectOption("report");
  await keep.locator('input[name="reason"]').fill("Giữ cho báo cáo quý (mẫu)");
  await press(clerk, "Giữ số");
  await clerk.getByText("Giữ cho báo cáo quý (mẫu)").first().waitFor();
  const cancel = clerk.locator("form", { has: clerk.getByRole("button", { name: "Hủy số", exact: true }) }).first();
  if (!(await cancel.isVisible())) await clerk.locator("summary", { hasText: "Hủy số" }).first().click();
  await cancel.locator('input[name="reason"]').fill("Không dùng nữa (mẫu)");
  await go(clerk, cancel.getByRole("button", { name: "Hủy số", exact: true }));
  await clerk.getByText("Không dùng nữa (mẫu)").first().waitFor();
  await look(clerk, "register-end");
  const csv = await clerk.evaluate(async () => (await fetch("/dispatch/register/export?format=csv")).text());
  assert.ok(csv.includes("01/BC-MTTQ-BTT") && csv.includes("Không dùng nữa (mẫu)"), csv);
});

test("every page of it can be used by everyone", () => {
  for (const page of [officer, clerk, leader, commune]) problems.push(...page.problems);
  assert.deepEqual(problems, []);
});
