// Every page can be used by everyone: at phone and desktop width, light and dark, by every role that may open it.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { openOffice, signIn, shoot, widths } from "../lib/office.mjs";
import { accessProblems, assertAccessible } from "../lib/access.mjs";

let office;
before(async () => {
  office = await openOffice();
  // The public pages have something to show.
  const page = await signIn(office, "lanhdao", {});
  await page.goto(`${office.address}/plans/1/publication`);
  await page.fill('input[name="reason"]', "Theo chỉ đạo của Ban Thường trực");
  await page.press('input[name="reason"]', "Enter");
  await page.getByText("Đang công khai").first().waitFor();
  await page.context().close();
});
after(async () => { await office.close(); });

const PAGES = {
  lanhdao: ["/", "/documents", "/documents/2", "/documents/2/citations", "/documents/2/findings", "/documents/2/activity",
    "/documents/2/relations", "/documents/2/edit", "/documents/chains", "/documents/new", "/documents/2/review", "/plans",
    "/plans/new", "/plans/1", "/plans/1?view=table", "/plans/1?view=board", "/plans/1?view=timeline", "/plans/1/progress",
    "/plans/1/overdue", "/plans/1/evaluation", "/plans/1/evaluation?result=not_yet", "/documents/2/evaluation", "/documents/3/evaluation", "/plans/1/compare", "/plans/1/items/2", "/plans/1/items/2/edit", "/items/2/assign",
    "/tasks", "/tasks/1", "/tasks/1?tab=activity", "/tasks/1?tab=evidence", "/tasks/1?tab=relations", "/tasks/workload",
    "/directives", "/calendar", "/plans/1/publication", "/cong-khai", "/cong-khai/ke-hoach/1", "/cong-khai/ke-hoach/1?quarter=2&state=not_due&q=xyz", "/search?q=dai+doan+ket", "/search?q=", "/units", "/units/1", "/units/chart", "/units/history",
    "/reports", "/reports/entry", "/reports/entry/many", "/reports/indicators", "/reports/indicators/new", "/reports/owed", "/reports/forms",
    "/reports/forms/monthly", "/reports/regimes", "/reports/regimes/monthly", "/calendar/addresses", "/reports/trend", "/reports/ranking",
    "/reports/waiting", "/dispatch", "/dispatch/new", "/dispatch/new?template=plan", "/dispatch/register", "/dispatch/received", "/dispatch/incoming",
    "/dispatch/incoming/new", "/dispatch/asked", "/dispatch/templates", "/dispatch/templates/notice", "/dispatch/settings", "/reports/map",
    "/reports/map?indicator=reports_sent", "/reports/targets", "/reports/of/1/2026-01/monthly/gather",
    "/reports/of/1/2026-01/monthly/gather?section=next&edit=0", "/reports/of/1/2026-01/monthly/sources",
    "/plans/1/move?act=close", "/audit", "/account", "/account/password", "/account/two-step", "/help", "/no-such-page"],
  quantri: ["/accounts", "/accounts/new", "/units/1/new"],
};

for (const width of Object.keys(widths)) {
  for (const dark of [false, true]) {
    test(`${width}, ${dark ? "dark" : "light"}`, { timeout: 600_000 }, async () => {
      const problems = [];
      for (const [login, pages] of Object.entries(PAGES)) {
        const page = await signIn(office, login, { width, dark });
        for (const path of pages) {
          const answer = await page.goto(office.address + path);
          if (answer.status() !== 200 && path !== "/no-such-page") problems.push(`${answer.status()} ${path}`);
          await shoot(page, `${width}-${dark ? "dark" : "light"}${path.replace(/[^a-z0-9]+/gi, "-")}`);
          problems.push(...(await accessProblems(page, login)));
        }
        assert.deepEqual(page.problems, []);
        await page.context().close();
      }
      assert.deepEqual(problems, []);
    });
  }
}

test("the sign-in page, before anyone is known", async () => {
  const context = await office.browser.newContext({ viewport: widths.phone, locale: "vi-VN" });
  const page = await context.newPage();
  await page.goto(`${office.address}/plans`);
  assert.match(page.url(), /\/sign-in\?next=/);
  await assertAccessible(page, "sign-in");
  await page.fill('input[name="login"]', "lanhdao");
  await page.fill('input[name="password"]', "sai mật khẩu");
  await page.press('input[name="password"]', "Enter");
  await page.getByText(/không đúng/).first().waitFor();
  await assertAccessible(page, "sign-in refused");
});
