// The page by keyboard alone, without a pointer, and where keys must not work.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { LESSONS, hasten, length, open, pack, position, rest, scrub, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };

test("the keys do what their list says", visit(async (page) => {
  await open(page, "hello-world");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the lesson");
  await page.keyboard.press("Enter");
  const last = await length(page);
  for (let at = 1; at <= last; at += 1) {
    await page.keyboard.press("ArrowRight");
    await rest(page, at);
  }
  await page.keyboard.press("ArrowLeft");
  await rest(page, last - 1);
  await page.keyboard.press("Home");
  await rest(page, 0);
  await page.keyboard.press("n");
  await page.locator(".step-of", { hasText: "Step 2 of" }).waitFor();
  await page.keyboard.press("p");
  await page.locator(".step-of", { hasText: "Step 1 of" }).waitFor();
  await page.keyboard.press("End");
  await rest(page, last);
  await page.keyboard.press("r");
  await rest(page, 0);
  await page.keyboard.press("+");
  assert.equal(await page.getByRole("combobox", { name: "Speed" }).inputValue(), "3");
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  assert.equal(await page.getByRole("combobox", { name: "Speed" }).inputValue(), "1");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => Number(document.querySelector(".scrubber input").value) > 0);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}, calm));

for (const id of LESSONS) {
  const lesson = await pack(`${id}.en.json`);
  test(`${id}: every step, question and challenge by keyboard alone`, visit(async (page) => {
    await open(page, id);
    await reach(page, page.getByRole("button", { name: "Skip to the lesson" }));
    await page.keyboard.press("Enter");
    const [main, card] = [page.getByRole("main"), page.locator("#question")];
    for (const [at, { heading, question }] of lesson.beats.entries()) {
      const there = `Step ${at + 1} of ${lesson.beats.length}`;
      // On the way to a step there may be the outcome of the question before it.
      while ((await page.locator(".step-of").innerText()) !== there) {
        const before = await page.locator(".card-text").innerText();
        await page.keyboard.press("n");
        await page.waitForFunction((before) => document.querySelector(".card-text").innerText !== before, before);
      }
      assert.equal((await page.locator("#beat").innerText()).trim(), heading);
      if (!question) continue;
      await reach(page, card.locator("input").first());
      await page.keyboard.press("Space");
      await reach(page, page.getByRole("button", { name: "Run it and see" }));
      await page.keyboard.press("Enter");
      await page.locator(".retry, .card.under-way, #question .verdict, #question input:disabled").first().waitFor();
      if (await page.locator(".retry").count()) {
        await reach(page, page.getByRole("button", { name: "Show what happens" }));
        await page.keyboard.press("Enter");
      }
      // The outcome may be settled only in a later step.
      await hasten(page);
      await page.locator(".card:not(.under-way):has(#question .verdict, #question input:disabled)").waitFor();
      assert.ok(await main.evaluate((main) => main.contains(document.activeElement)), "one stays in the lesson");
    }
    if (!lesson.challenge) return;
    await page.keyboard.press("End");
    await rest(page);
    const challenge = page.locator(".challenge");
    while ((await challenge.count()) === 0) {
      await reach(page, page.getByRole("button", { name: "Continue", exact: true }));
      await page.keyboard.press("Enter");
    }
    await reach(page, challenge.getByRole("button", { name: "Solution" }));
    await page.keyboard.press("Enter");
    await reach(page, challenge.getByRole("button", { name: "Carry it out" }));
    await page.keyboard.press("Enter");
    await challenge.locator(".verdict.right").waitFor();
    assert.ok(await main.evaluate((main) => main.contains(document.activeElement)));
  }, calm));
}

test("keys do nothing outside the lesson, in text fields, with modifiers or while an input method composes", visit(async (page) => {
  await open(page, "hello-world", 5);
  await page.getByRole("link", { name: "Warren" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("r");
  await tab(page, "Try it");
  const body = page.getByLabel("body");
  await body.fill("");
  await body.pressSequentially("r n?+ -");
  await page.keyboard.press("Home");
  assert.equal(await body.inputValue(), "r n?+ -");
  await page.evaluate(() => {
    const main = document.getElementById("main");
    main.focus();
    main.dispatchEvent(new KeyboardEvent("keydown", { key: "r", bubbles: true, isComposing: true }));
    main.dispatchEvent(new KeyboardEvent("keydown", { key: "r", bubbles: true, ctrlKey: true }));
  });
  await page.keyboard.press("ArrowRight");
  await rest(page, 6);
  assert.equal(await position(page), 6);
}, calm));

test("tabs are one stop, with arrows between them", visit(async (page) => {
  await open(page, "hello-world");
  await page.getByRole("tab", { name: "Code" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Why", selected: true }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Why");
  await page.keyboard.press("End");
  await page.getByRole("tab", { name: "Console", selected: true }).waitFor();
  await scrub(page, 3);
}, calm));

/** Presses the tab key until something has the focus, as a user without a pointer does; at most once round the page. */
async function reach(page, locator) {
  await locator.waitFor();
  for (let stops = 0; stops < 150; stops += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the tab key does not come to ${locator}`);
}
