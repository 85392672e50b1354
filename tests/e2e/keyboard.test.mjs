// The page by keyboard alone, and where keys must not work. It deliberately uses no pointer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { length, open, position, rest, scrub, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };

test("a whole lesson can be done by keyboard alone", visit(async (page) => {
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

test("keys do nothing outside the lesson, in text fields, with modifiers or while an input method composes", visit(async (page) => {
  await open(page, "hello-world", 5);
  await page.getByRole("link", { name: /Hello World/ }).first().focus();
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
  await page.getByRole("tab", { name: "Log" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Table", selected: true }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Table");
  await page.keyboard.press("End");
  await page.getByRole("tab", { name: "Try it", selected: true }).waitFor();
  await scrub(page, 3);
}, calm));
