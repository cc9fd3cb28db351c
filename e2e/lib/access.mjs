// Whether a page can be used by everyone: axe's rules, nothing wider than the screen, a language, one heading.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function assertAccessible(page, name) {
  // The page's own policy forbids scripts that are not its own; the check is put in beside it.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const problems = found.violations.map((violation) =>
    `${violation.id}: ${violation.help}\n    ${violation.nodes.slice(0, 3).map((node) => node.html).join("\n    ")}`);
  assert.deepEqual(problems, [], `${name}: ${page.url()}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${name}: ${page.url()} is ${wider} px wider than the screen`);
  assert.equal(await page.locator("h1").count(), 1, `${name}: one heading`);
}
