// A reader when the program fails. The browser is made to refuse what it never refuses, so that the page's own code panics where it
// relies on that: there is no code for this test in the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, useBrowser } from "./browser.mjs";
import { embed, rests } from "./embedding.mjs";
import { button, open, position, rest, scrubber, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };
/** A position at which both workers are there. */
const AT_WORK = 25;

/** Makes dialogs panic, those of the document or those in shadow trees: the page takes for granted that one which it has just drawn can be shown. */
const refuseDialogs = (page, shadowed = false) => page.evaluate((shadowed) => {
  const { showModal } = HTMLDialogElement.prototype;
  HTMLDialogElement.prototype.showModal = function () {
    if ((this.getRootNode() !== document) === shadowed) throw new Error("refused by the test");
    showModal.call(this);
  };
}, shadowed);

/** Takes the panic, and what it makes of the calls that it ends, out of the list of what went wrong. */
function expectPanic(troubles, where = /help\.rs/) {
  const panics = troubles.filter((trouble) => trouble.includes("panicked at"));
  assert.equal(panics.length, 1, troubles.join("\n"));
  assert.match(panics[0], where, "developers read where");
  const others = troubles.filter((trouble) => trouble !== panics[0] && !/uncaught: RuntimeError: unreachable/.test(trouble));
  troubles.splice(0, troubles.length, ...others);
}

/** Types statements into the console, each an action of the learner's. */
async function act(page, ...statements) {
  await tab(page, "Console");
  for (const statement of statements) {
    await page.locator("#console-field").fill(statement);
    await page.keyboard.press("Enter");
  }
  await rest(page);
}

/** The learner's actions, as the page lists them. */
async function actions(page) {
  await tab(page, "Try it");
  return page.locator(".act-own li").allInnerTexts();
}

const message = (page) => page.getByRole("alert").filter({ has: page.getByRole("heading", { name: "Warren has failed" }) });

test("after a panic one goes on from the last moment, with what was done", visit(async (page, _, troubles) => {
  await open(page, "work-queues", AT_WORK);
  await act(page, "kill worker1");
  await page.getByRole("main").focus();
  await page.keyboard.press("ArrowLeft");
  await rest(page);
  const at = await position(page);
  await refuseDialogs(page);
  await page.getByRole("main").focus();
  await page.keyboard.press("?");
  await message(page).waitFor();
  expectPanic(troubles);
  assert.equal(await scrubber(page).count(), 0, "what does not work any more is not there");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Go on from the last moment");
  assert.match(page.url(), /&do=/, "the address has it, should one load the page by hand");
  await page.keyboard.press("Enter");
  await rest(page, at);
  assert.deepEqual(await actions(page), ["kill worker1"]);
  // It works again: the dialog, too.
  await page.getByRole("main").focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
}, calm));

test("the last action can be left out, or all of them", visit(async (page, _, troubles) => {
  for (const [way, left] of [["Go on without the last action", ["kill worker1"]], ["Begin this lesson again", []]]) {
    await page.goto("about:blank");
    await open(page, "work-queues", AT_WORK);
    await act(page, "kill worker1", "start worker1");
    await refuseDialogs(page);
    await button(page, "Keyboard shortcuts").click();
    await message(page).waitFor();
    expectPanic(troubles);
    await button(page, way).click();
    await scrubber(page).waitFor();
    await rest(page);
    assert.equal([...new URL(page.url()).hash.matchAll(/&do=/g)].length, left.length, page.url());
    assert.deepEqual(await actions(page), left);
  }
}, calm));

test("a panic while a lesson plays keeps the moment that was shown last, which the address did not have", visit(async (page, _, troubles) => {
  await open(page, "work-queues", 3);
  await page.getByLabel("Pause at steps").uncheck();
  await page.locator(".transport").getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => Number(document.querySelector(".scrubber input").value) > 5);
  assert.match(page.url(), /&at=3&/);
  await page.evaluate(() => {
    const { setAttribute } = document.documentElement;
    document.documentElement.setAttribute = function (name, value) {
      if (name === "lang") throw new Error("refused by the test");
      setAttribute.call(this, name, value);
    };
  });
  await page.getByLabel("Language", { exact: true }).selectOption("ja");
  await page.getByRole("alert").getByRole("heading", { name: "Warren に問題が起きて止まりました" }).waitFor();
  expectPanic(troubles, /host\.rs/);
  const at = Number(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at"));
  assert.ok(at > 5, page.url());
  await button(page, "最後の時点から続ける").click();
  await rest(page, at);
}, calm));

test("a panic before there is anything to read leaves a way to try again", visit(async (page, _, troubles) => {
  await page.addInitScript(() => {
    if (sessionStorage.getItem("refused")) return;
    sessionStorage.setItem("refused", "once");
    const { setAttribute } = Element.prototype;
    Element.prototype.setAttribute = function (name, value) {
      if (name === "data-theme") throw new Error("refused by the test");
      setAttribute.call(this, name, value);
    };
  });
  await page.goto(new URL("#v=1&lesson=hello-world&at=9&lang=en", address).href);
  await page.getByRole("alert").getByRole("heading", { name: "Warren" }).waitFor();
  // The code that draws the message comes with the simulation, which nobody has waited for.
  const early = troubles.findIndex((trouble) => trouble.includes("is needed before it was asked for"));
  assert.ok(early >= 0, troubles.join("\n"));
  troubles.splice(early, 1);
  expectPanic(troubles, /host\.rs/);
  await button(page, "Try again").click();
  await scrubber(page).waitFor();
  await rest(page, 9);
}, calm));

test("a player that panics leaves the other one and the page alone, and goes on in its place", visit(async (page, _, troubles) => {
  const { one, two } = await embed(page);
  const href = page.url();
  await two.getByRole("main").focus();
  await page.keyboard.press("ArrowRight");
  await rests(two, 6);
  await refuseDialogs(page, true);
  await page.keyboard.press("?");
  await two.getByRole("alert").getByRole("heading", { name: "Warren に問題が起きて止まりました" }).waitFor();
  expectPanic(troubles);
  await one.getByRole("main").focus();
  await page.keyboard.press("ArrowRight");
  await rests(one, 4);
  await one.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await one.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await two.getByRole("button", { name: "最後の時点から続ける" }).click();
  await rests(two, 6);
  await two.locator(".warren[lang=ja][data-theme=dark]").waitFor();
  await two.getByRole("main").focus();
  await page.keyboard.press("ArrowRight");
  await rests(two, 7);
  assert.equal(await one.locator(".scrubber input").inputValue(), "4");
  assert.equal(page.url(), href);
}, calm));
