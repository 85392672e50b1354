// Checks that the page comes up at all, however it was built.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, useBrowser } from "./browser.mjs";

const visit = useBrowser();

test("the page loads without an error and has its landmarks", visit(async (page) => {
  await load(page);
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.match(await page.title(), /Warren/);
}));

test("the page comes up under a sub-path's relative addresses", visit(async (page) => {
  await load(page, "index.html");
  const assets = await page.locator("link[href], script[src]").evaluateAll((all) => all.map((e) => e.getAttribute("href") ?? e.getAttribute("src")));
  assert.ok(assets.length > 0);
  assert.deepEqual(assets.filter((path) => path.startsWith("/") || path.includes("://")), []);
}));
