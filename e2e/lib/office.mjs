// The built program on sample data, and a browser in front of it.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const program = process.env.DOANKET ?? join(here, "..", "..", "target", "debug", "doanket");
export const fixtures = join(here, "..", "..", "crates", "paper", "tests", "fixtures");
/** Screenshots go here when SHOTS names a folder. */
const shots = process.env.SHOTS;

export const widths = { phone: { width: 360, height: 780 }, desk: { width: 1440, height: 900 } };

/** Starts the sample office, with the text of a settings file if there is one, and waits until it says where it is. */
export async function openOffice(settings = "") {
  const data = mkdtempSync(join(tmpdir(), "doanket-browser-"));
  const file = join(data, "doanket.toml");
  if (settings) writeFileSync(file, settings);
  const office = spawn(program, ["demo", "--data", data, "--listen", "127.0.0.1:0", ...(settings ? ["--config", file] : [])], {
    env: { ...process.env, DOANKET_LANG: "vi" },
  });
  let told = "";
  let warned = "";
  office.stderr.on("data", (text) => (warned += text));
  const address = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the office did not open: ${told}\n${warned}`)), 120_000);
    office.stdout.on("data", (text) => {
      told += text;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(told);
      if (found) {
        clearTimeout(late);
        resolve(found[0]);
      }
    });
    office.on("exit", () => reject(new Error(`the office closed: ${told}\n${warned}`)));
  });
  const password = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no password was told: ${told}`)), 60_000);
    const look = () => {
      const found = /Mật khẩu[^:]*: (.+)/.exec(told);
      if (found) {
        clearTimeout(late);
        resolve(found[1].trim());
      } else {
        office.stdout.once("data", look);
      }
    };
    look();
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  return {
    address,
    password,
    browser,
    async close() {
      await browser.close();
      const gone = new Promise((resolve) => office.once("exit", resolve));
      office.kill("SIGTERM");
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A page of a person who is signed in. Fails a story when the page's script or a request breaks. */
export async function signIn(office, login, options = {}) {
  const context = await office.browser.newContext({
    viewport: widths[options.width ?? "desk"],
    colorScheme: options.dark ? "dark" : "light",
    javaScriptEnabled: options.script ?? true,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(`script: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 500) page.problems.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${office.address}/sign-in`);
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', office.password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.press('input[name="password"]', "Enter")]);
  return page;
}

/** Keeps a picture of a page when somebody wants to look. */
export async function shoot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
