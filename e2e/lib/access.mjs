// Whether a page can be used by everyone: axe's rules, nothing wider than the screen, a language, one heading.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What is wrong with a page, a line each; empty when all is well. */
export async function accessProblems(page, name) {
  // The page's own policy forbids scripts that are not its own; the check is put in beside it.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const problems = found.violations.map((violation) =>
    `${violation.id}: ${violation.help}\n    ${violation.nodes.slice(0, 3).map((node) => node.html).join("\n    ")}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) problems.push(`${wider} px wider than the screen`);
  const headings = await page.locator("h1").count();
  if (headings !== 1) problems.push(`${headings} main headings`);
  return problems.map((problem) => `${name} ${new URL(page.url()).pathname}${new URL(page.url()).search}: ${problem}`);
}

export async function assertAccessible(page, name) {
  assert.deepEqual(await accessProblems(page, name), []);
}
