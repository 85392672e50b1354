// The chunks of the page's WebAssembly: the page while one is on its way, when it does not arrive, and when it is needed sooner than it was
// requested. Other tests check which code is in which chunk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, useBrowser } from "./browser.mjs";
import { button, length, open, openLessons, position, rest, scrubber, tab } from "./lesson.mjs";

const SIMULATION = "**/*_simulation-*.wasm";
const EVIDENCE = "**/*_evidence-*.wasm";
const visit = useBrowser();

/** Delays a chunk until it is released. */
async function hold(page, chunk = SIMULATION) {
  let letThrough;
  const held = new Promise((resolve) => (letThrough = resolve));
  await page.route(chunk, async (route) => {
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
    const read = await page.locator(".card-text").innerText();
    assert.equal(await scrubber(page).count(), 0, "there is nothing to play yet");
    letThrough();
    await scrubber(page).waitFor();
    await rest(page, 0);
    assert.ok((await page.locator(".card-text").innerText()).startsWith(read.trim()), "the text stays where it is");
    assert.equal(await page.getByText("Loading the simulation …").count(), 0);
  }, { viewport }));
}

test("while the simulation is on its way, language, theme and lesson can be changed", visit(async (page) => {
  const letThrough = await hold(page);
  await load(page, "#v=1&lesson=hello-world&at=0&lang=en");
  await page.getByText("Step 1 of").waitFor();
  await page.getByLabel("Theme").selectOption("dark");
  await openLessons(page);
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
  await page.route(SIMULATION, (route) => route.fulfill({ status: 503 }));
  await load(page, "#v=1&lesson=hello-world&at=3&lang=en");
  await page.getByText("warren-web_simulation.wasm: Error: 503 Service Unavailable").waitFor();
  await page.unroute(SIMULATION);
  await button(page, "Try again").click();
  await rest(page, 3);
  expect503(troubles);
}));

test("views that are opened on demand are fetched after the lesson, though nobody opens one", visit(async (page) => {
  const fetched = page.waitForResponse(EVIDENCE);
  await open(page, "hello-world", 3);
  assert.equal((await fetched).status(), 200);
}));

test("a lesson runs while its views are on their way; one that is opened meanwhile comes when they do", visit(async (page) => {
  const letThrough = await hold(page, EVIDENCE);
  await open(page, "hello-world", 3);
  for (const name of ["Sequence", "Plots", "Console"]) {
    await tab(page, name);
    await page.locator("#evidence-panel").getByText("Loading this view …").waitFor();
  }
  await tab(page, "Table");
  await page.locator(".tables").waitFor();
  await button(page, "One event forward").click();
  await rest(page, 4);
  await tab(page, "Sequence");
  letThrough();
  const sequence = page.getByRole("listbox", { name: "Sequence diagram" });
  await sequence.waitFor();
  assert.equal(await sequence.getByRole("option", { selected: true }).getAttribute("id"), "moment-4");
  assert.equal(await page.getByText("Loading this view …").count(), 0);
  for (const [name, shown] of [["Plots", ".plots"], ["Console", "#console-field"]]) {
    await tab(page, name);
    await page.locator(shown).waitFor();
  }
}, { reducedMotion: "reduce" }));

test("a lesson's matrix waits for its code at the end of the lesson's text", visit(async (page) => {
  const letThrough = await hold(page, EVIDENCE);
  await open(page, "durability");
  await button(page, "To the end").click();
  await rest(page, await length(page));
  await button(page, "Continue").click();
  await page.locator(".card").getByText("Loading this view …").waitFor();
  letThrough();
  await page.locator(".card .matrix").waitFor();
}, { reducedMotion: "reduce" }));

test("views that cannot be loaded are said where they would be, and asked for again; the lesson stands", visit(async (page, _, troubles) => {
  await page.route(EVIDENCE, (route) => route.fulfill({ status: 503 }));
  await open(page, "hello-world", 5);
  await tab(page, "Plots");
  await page.locator("#evidence-panel").getByText("warren-web_evidence.wasm: Error: 503 Service Unavailable").waitFor();
  await button(page, "One event forward").click();
  await rest(page, 6);
  await page.unroute(EVIDENCE);
  await button(page, "Try again").click();
  await page.locator(".plots").waitFor();
  assert.equal(await position(page), 6);
  expect503(troubles);
}, { reducedMotion: "reduce" }));

test("code of a chunk that is called before it is here is fetched there and then", visit(async (page, _, troubles) => {
  // A page without chunks does not wait for them.
  await page.addInitScript(() => Object.defineProperty(globalThis, "warrenLoad", { set() {} }));
  await open(page, "hello-world", 4);
  assert.equal(await position(page), 4);
  assert.equal(troubles.length, 1, troubles.join("\n"));
  assert.match(troubles.pop(), /_simulation-\w+\.wasm is needed before it was asked for$/);
  await tab(page, "Sequence");
  await page.getByRole("listbox", { name: "Sequence diagram" }).waitFor();
  assert.equal(troubles.length, 1, troubles.join("\n"));
  assert.match(troubles.pop(), /_evidence-\w+\.wasm is needed before it was asked for$/);
}));

/** Removes the failures that a test has caused itself from the list. */
function expect503(troubles) {
  const others = troubles.filter((trouble) => !trouble.includes("503"));
  troubles.splice(0, troubles.length, ...others);
}
