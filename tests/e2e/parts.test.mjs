// The page comes in two parts: what there is while the second is on its way, when it does not come, and when it is needed sooner than it was
// asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, useBrowser } from "./browser.mjs";
import { button, open, position, rest, scrubber } from "./lesson.mjs";

const REST = "**/*_rest-*.wasm";
const visit = useBrowser();

/** Holds the second part back until it is let through. */
async function hold(page) {
  let letThrough;
  const held = new Promise((resolve) => (letThrough = resolve));
  await page.route(REST, async (route) => {
    await held;
    await route.continue();
  });
  return letThrough;
}

for (const [how, viewport] of [["wide", { width: 1440, height: 900 }], ["on a phone", { width: 390, height: 844 }]]) {
  test(`a lesson's first text can be read before the simulation is here, ${how}`, visit(async (page) => {
    const letThrough = await hold(page);
    await load(page, "#v=1&lesson=hello-world&at=0&lang=en");
    await page.getByText("Step 1 of").waitFor();
    await page.getByRole("heading", { name: "Hello World", level: 1 }).waitFor();
    await page.getByText("Loading the simulation …").waitFor();
    const read = await page.locator(".prose-text").innerText();
    assert.equal(await scrubber(page).count(), 0, "there is nothing to play yet");
    letThrough();
    await scrubber(page).waitFor();
    await rest(page, 0);
    assert.ok((await page.locator(".prose-text").innerText()).startsWith(read.trim()), "the text stays where it is");
    assert.equal(await page.getByText("Loading the simulation …").count(), 0);
  }, { viewport }));
}

test("while the simulation is on its way, language, theme and lesson can be changed", visit(async (page) => {
  const letThrough = await hold(page);
  await load(page, "#v=1&lesson=hello-world&at=0&lang=en");
  await page.getByText("Step 1 of").waitFor();
  await page.getByLabel("Theme").selectOption("dark");
  await page.getByRole("link", { name: /Topics/ }).click();
  await page.getByRole("heading", { name: "Topics", level: 1 }).waitFor();
  await page.getByLabel("Language").selectOption("ja");
  await page.getByText("シミュレーションを読み込んでいます…").waitFor();
  letThrough();
  await scrubber(page).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
}));

test("a link further into a lesson waits for the simulation", visit(async (page) => {
  const letThrough = await hold(page);
  await load(page, "#v=1&lesson=hello-world&at=5&lang=en");
  await page.getByText("Loading the lesson …").waitFor();
  letThrough();
  await rest(page, 5);
}));

test("a simulation that cannot be loaded is said, and asked for again", visit(async (page, _, troubles) => {
  await page.route(REST, (route) => route.fulfill({ status: 503 }));
  await load(page, "#v=1&lesson=hello-world&at=3&lang=en");
  await page.getByText("warren-web_rest.wasm: Error: 503 Service Unavailable").waitFor();
  await page.unroute(REST);
  await button(page, "Try again").click();
  await rest(page, 3);
  const others = troubles.filter((trouble) => !trouble.includes("503"));
  troubles.splice(0, troubles.length, ...others);
}));

test("code of the second part that is called before it is here is fetched there and then", visit(async (page, _, troubles) => {
  // A page that knows of no second part does not wait for it.
  await page.addInitScript(() => Object.defineProperty(globalThis, "warrenRest", { set() {} }));
  await open(page, "hello-world", 4);
  assert.equal(await position(page), 4);
  assert.equal(troubles.length, 1, troubles.join("\n"));
  assert.match(troubles.pop(), /_rest-\w+\.wasm is needed before it was asked for$/);
}));
