// The province gathers the words of its communes: taken with their sources, edited, with figures that follow the tables.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { openOffice, signIn, shoot, widths } from "../lib/office.mjs";
import { assertAccessible } from "../lib/access.mjs";

let office;
before(async () => { office = await openOffice(); });
after(async () => { await office.close(); });

const SAID = [
  (n) => `Đã bàn giao ${n + 1} nhà Đại đoàn kết cho hộ nghèo trên địa bàn xã.`,
  (n) => `Tổ chức ${n + 3} buổi tuyên truyền về Ngày hội Đại đoàn kết toàn dân tộc, có ${n * 40 + 90} lượt người nghe.`,
  (n) => `Nhân dân bản số ${n + 1} phản ánh việc thiếu nước sinh hoạt ${"kéo dài ".repeat(1 + (n % 3))}trong mùa khô.`,
];

/** Sends JSON as the person of a page does. */
const send = (page, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const answer = await fetch(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return [answer.status, await answer.json()];
}, [method, path, body]);

test("from the communes' sentences to the province's own text", { timeout: 300_000 }, async () => {
  const page = await signIn(office, "chuyenvien");
  const owed = await page.evaluate(async () => {
    // This month, which nobody of the sample office has begun.
    const day = new Date(Date.now() + 7 * 3600e3);
    const period = day.toISOString().slice(0, 7);
    return (await fetch(`/api/v1/reports/owed?period=${period}`)).json();
  });
  const { period } = owed;
  const communes = [];
  for (const row of owed.owed.filter((row) => row.regime === "monthly")) {
    const body = SAID.map((say) => say(communes.length)).join("\n");
    const form = { unit: row.unit, period, regime: "monthly", section: "unity", body, version: 0 };
    if (row.unit !== 1 && communes.length < 75) {
      const [status] = await send(page, "PUT", "/api/v1/reports/texts", form);
      assert.equal(status, 200, row.unit_name);
      communes.push(row);
    }
  }
  assert.ok(communes.length > 20, `${communes.length} communes`);
  const base = `/reports/of/1/${period}/monthly`;
  await page.goto(`${office.address}${base}`);
  await page.getByRole("link", { name: "Gom lời văn" }).first().click();
  await page.getByText(`${communes.length} đơn vị`).first().waitFor();
  await assertAccessible(page, "gathered");
  await shoot(page, "gather-desk");

  // One press takes what all say, with all of them as its sources.
  await page.getByRole("button", { name: "Lấy, ghi mọi nguồn đã chọn" }).first().click();
  await page.getByText("Nguyên văn nguồn").waitFor();
  assert.equal(await page.locator("#passage-0 > p").first().textContent(), "Đã bàn giao 1 nhà Đại đoàn kết cho hộ nghèo trên địa bàn xã.");
  const add = page.locator("#passages form", { has: page.getByRole("button", { name: "Thêm đoạn" }) });
  await add.getByLabel("Lời văn").fill("Toàn tỉnh đã bàn giao ## nhà.");
  await add.getByLabel("Số đi theo bảng").selectOption("houses_handed_over");
  await add.getByRole("button", { name: "Thêm đoạn" }).click();
  await page.getByText(/Toàn tỉnh đã bàn giao .+ nhà\./).waitFor();
  await page.getByRole("link", { name: "Sửa đoạn 1" }).click();
  await assertAccessible(page, "editing");
  await shoot(page, "gather-edit-desk");
  const edit = page.locator("#passage-0 form").first();
  await edit.getByLabel("Lời văn").fill("Các xã đã bàn giao nhà Đại đoàn kết cho hộ nghèo.");
  await edit.getByRole("button", { name: "Lưu" }).click();
  await page.getByText("Đã sửa so với nguồn").waitFor();
  const seen = await page.evaluate(async (path) => (await fetch(path)).json(),
    `/api/v1/reports/passages?unit=1&period=${period}&regime=monthly&section=unity`);
  assert.equal(seen.passages.length, 2);
  assert.ok(seen.passages[0].is_edited && seen.passages[0].sources.length > 1);
  assert.doesNotMatch(seen.passages[1].drawn, /\{\{/);

  // From the report to the report a sentence comes from: two clicks.
  await page.goto(`${office.address}${base}`);
  await page.getByRole("link", { name: "Nguồn từng câu" }).first().click();
  await assertAccessible(page, "sources");
  await shoot(page, "sources-desk");
  await page.getByRole("link", { name: /, bản 1/ }).first().click();
  assert.match(page.url(), /\/reports\/of\/\d+\/.+#w-unity$/);
  await page.getByText("Đã bàn giao", { exact: false }).first().waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();

  // The same on a phone, without script, in the dark.
  const phone = await signIn(office, "chuyenvien", { width: "phone", dark: true, script: false });
  await phone.goto(`${office.address}${base}/gather?section=unity`);
  await shoot(phone, "gather-phone");
  const width = await phone.evaluate(() => document.documentElement.scrollWidth).catch(() => widths.phone.width);
  assert.ok(width <= widths.phone.width, `${width} px wide`);
  await phone.getByRole("button", { name: "Lên 2" }).click();
  await phone.getByRole("button", { name: "Bỏ đoạn 2" }).click();
  assert.equal(await phone.locator("#passages article").count(), 1);
  await phone.context().close();
});

/** The quarter that ended last within the sample months. */
function lastQuarter() {
  const now = new Date(Date.now() + 7 * 3600e3);
  const quarter = Math.floor(now.getUTCMonth() / 3);
  return quarter === 0 ? `${now.getUTCFullYear() - 1}-Q4` : `${now.getUTCFullYear()}-Q${quarter}`;
}
/** The year of the last sample month. */
function sampleYear() {
  const now = new Date(Date.now() + 7 * 3600e3);
  return `${now.getUTCMonth() === 0 ? now.getUTCFullYear() - 1 : now.getUTCFullYear()}`;
}

for (const [period, regime] of [[lastQuarter(), "quarterly"], [sampleYear(), "yearly"]]) {
  test(`the province's ${regime} report stands after less than ten clicks`, { timeout: 120_000 }, async () => {
    const page = await signIn(office, "chuyenvien");
    await page.goto(`${office.address}/reports/of/1/${period}/${regime}`);
    let clicks = 0;
    const click = async (role, name) => {
      clicks += 1;
      await Promise.all([page.waitForEvent("load"), page.getByRole(role, { name }).first().click()]);
    };
    if (regime === "yearly") {
      await page.locator('[data-cell="unity_festivals"]').fill("0");
      await page.locator('.cellbox[data-is="saved"] [data-cell="unity_festivals"]').waitFor();
    }
    await click("button", "Tổng hợp báo cáo cấp dưới");
    await click("link", "Gom lời văn");
    await click("button", "Lấy, ghi mọi nguồn đã chọn");
    await click("button", "Lấy, ghi mọi nguồn đã chọn");
    await click("link", "Nhiệm vụ trọng tâm kỳ tới");
    await click("button", "Lấy, ghi mọi nguồn đã chọn");
    await click("link", /^Ủy ban MTTQ Việt Nam tỉnh/);
    await click("button", "Gửi báo cáo");
    assert.ok(clicks < 10, `${clicks} clicks`);
    await page.getByText("Đã gửi", { exact: true }).first().waitFor();
    await shoot(page, `sent-${regime}`);
    const words = await page.evaluate(async (path) => (await fetch(path)).json(), `/api/v1/reports/of?unit=1&period=${period}&regime=${regime}`);
    const paper = await page.evaluate(async (path) => (await fetch(path)).json(), `/api/v1/reports/${words.id}/paper`);
    const written = JSON.stringify(paper);
    for (const part of ["Tuyên truyền", "Nhà Đại đoàn kết", "Kết quả trong kỳ", "chưa có báo cáo", "SỐ LIỆU"]) {
      assert.ok(written.includes(part), part);
    }
    assert.equal(paper.next_tasks.length, 1);
    await page.context().close();
  });
}
