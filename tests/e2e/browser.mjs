// Chromium and the page in it, for every end-to-end test. It owns the start of the browser, the address of the page, and the rule that a page
// which logs an error, throws, or requests anything from another host has failed.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** The address of the page. `cargo xtask test e2e` serves it and sets this; for a running `cargo xtask serve`, set it by hand. */
export const address = process.env.WARREN_ADDRESS;

const FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The addresses that `cargo xtask` serves for the tests: the page and the JavaScript API. */
const OURS = [address, process.env.WARREN_JS_API].filter(Boolean).map((served) => new URL(served).origin);

/** The longest wait for a condition on a busy machine before the test fails, in ms. */
export const PATIENCE = 60_000;

/** Starts a headless Chromium. The caller closes it. */
export async function launch() {
  assert.ok(address, "WARREN_ADDRESS is not set: run `cargo xtask test e2e`, or set it to what `cargo xtask serve` prints");
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** Opens a page in a fresh profile and collects its errors. `options` are Playwright's for a browser context. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`uncaught: ${error}`));
  page.on("requestfailed", (request) => {
    // A page that is left or reloaded may abort its requests.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") troubles.push(`request failed: ${request.url()} ${why}`);
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && !OURS.includes(origin)) troubles.push(`asked another host: ${request.url()}`);
  });
  return { page, context, troubles };
}

/** Loads the page at `path` (a query, a fragment) and waits until the app is drawn. */
export async function load(page, path = "") {
  await page.goto(new URL(path, address).href);
  await page.getByRole("main").waitFor();
}

/**
 * Gives tests of one file a browser, and each of them a page: `const visit = useBrowser();` then
 * `test("...", visit(async (page) => { ... }, { colorScheme: "dark" }))`. The test fails if anything went wrong in the page; one that wants
 * something to go wrong takes it out of the list, which it gets third.
 */
export function useBrowser() {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  return (body, options) => async () => {
    const { page, context, troubles } = await openPage(browser, options);
    try {
      await body(page, context, troubles);
      assert.deepEqual(troubles, [], "the page must log no error or warning and ask no other host");
    } finally {
      await context.close();
    }
  };
}
