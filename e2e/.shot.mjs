import { openOffice, signIn, shoot, widths } from "/work/main/e2e/lib/office.mjs";
const office = await openOffice();
const [login, width, scheme, ...paths] = process.argv.slice(2);
const page = await signIn(office, login, { width, dark: scheme === "dark" });
for (const path of paths) {
  const r = await page.goto(office.address + path);
  console.log(r.status(), path, page.problems.splice(0));
  await shoot(page, `${login}-${width}-${scheme}${path.replace(/[^a-z0-9]+/gi, "_")}`);
}
await office.close();
