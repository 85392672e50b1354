// The places of the page's parts, at any size of window: nothing overlaps or overflows, and the page is as long as its content. stage.test.mjs
// looks into the stage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { LESSONS, button, length, open, rest, scrub, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const TABS = ["Code", "Why", "Log", "Sequence", "Table", "Plots", "Inspector", "Try it", "Console"];

/** Returns the parts of the page that are out of place. */
async function misplaced(page) {
  return page.evaluate(() => {
    const found = [];
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const parts = [".top", ".stage-frame", ".transport", ".evidence", ".card"].flatMap((name) => {
      const element = document.querySelector(name);
      return element && shown(element) ? [[name, element.getBoundingClientRect()]] : [];
    });
    for (const [index, [name, one]] of parts.entries()) {
      for (const [other, two] of parts.slice(index + 1)) {
        const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (wide > 1 && high > 1) found.push(`${name} and ${other} lie on each other`);
      }
    }
    for (const frame of document.querySelectorAll(".top, .transport, .stage-frame, .code-head, .steps")) {
      const { left, right, bottom } = frame.getBoundingClientRect();
      const within = frame.matches(".stage-frame") ? ".stage" : "button, select, input, label, a, span";
      for (const part of frame.querySelectorAll(within)) {
        const box = part.getBoundingClientRect();
        const scrolls = part.closest(".tabs");
        if (!scrolls && shown(part) && (box.left < left - 9 || box.right > right + 9 || box.bottom > bottom + 1)) {
          found.push(`${part.className || part.tagName} runs out of ${frame.className}`);
        }
      }
    }
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide in a window of ${innerWidth}`);
    if (scrollHeight > innerHeight) found.push(`the page is ${scrollHeight} high in a window of ${innerHeight}`);
    return found;
  });
}

test("at every width from tablet to desktop, all parts stand in their places", visit(async (page) => {
  await open(page, "topics");
  await scrub(page, Math.floor((await length(page)) * 0.7));
  for (const [width, height] of [[760, 1024], [800, 800], [900, 800], [1024, 768], [1181, 800], [1200, 800], [1280, 720], [1366, 768], [1401, 800], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await rest(page);
    assert.deepEqual(await misplaced(page), [], `${width} x ${height}`);
  }
}, calm));

test("on a laptop the stage shows all of any lesson at once", visit(async (page) => {
  const hidden = () => page.locator(".stage-scroll").evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]);
  for (const lesson of LESSONS) {
    await open(page, lesson);
    for (const share of [0.3, 0.6, 1]) {
      await scrub(page, Math.floor((await length(page)) * share));
      assert.deepEqual(await hidden(), [0, 0], `${lesson} at ${share}`);
    }
  }
}, { viewport: { width: 1366, height: 768 }, ...calm }));

for (const lesson of LESSONS) {
  test(`${lesson}: the page is as long as its window, on any tab`, visit(async (page) => {
    await open(page, lesson);
    await scrub(page, Math.floor((await length(page)) * 0.6));
    for (const name of TABS) {
      await tab(page, name);
      assert.deepEqual(await misplaced(page), [], name);
    }
  }, calm));
}

test("on a phone the page ends with what it shows", visit(async (page) => {
  await open(page, "work-queues", 70);
  const beyond = await page.evaluate(() => {
    const { bottom } = document.getElementById("main").getBoundingClientRect();
    return document.documentElement.scrollHeight - (bottom + scrollY);
  });
  assert.ok(beyond < 2, `${beyond} px of nothing at the end`);
}, { ...phone, ...calm }));

test("on a phone whoever plays sees the stage, and the step's text where it has ended", visit(async (page) => {
  const top = (part) => page.locator(part).evaluate((element) => element.getBoundingClientRect().top);
  await open(page, "publisher-confirms");
  await scrub(page, Math.floor((await length(page)) / 2));
  assert.ok((await top(".stage")) < (await top(".card")), "the stage comes first");
  await page.locator(".evidence").scrollIntoViewIfNeeded();
  await page.locator(".transport").getByRole("button", { name: "Play", exact: true }).click();
  await page.locator(".card.under-way").waitFor();
  await page.waitForFunction(() => document.querySelector(".stage").getBoundingClientRect().top >= 0);
  await page.locator(".card:not(.under-way)").waitFor();
  await page.waitForFunction(() => document.querySelector("#beat").getBoundingClientRect().top > document.querySelector(".stage-frame").getBoundingClientRect().bottom);
}, { ...phone, ...calm }));

test("the list of lessons takes the focus where it lies over the page, and gives it back", visit(async (page) => {
  await open(page, "hello-world", 3);
  const lessons = page.getByRole("navigation", { name: "Lessons" });
  const within = () => lessons.evaluate((list) => list.contains(document.activeElement));
  const menu = button(page, "Lessons");
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("lessons").contains(document.activeElement));
  await page.keyboard.press("Tab");
  assert.ok(await within(), "the lessons come next");
  await page.keyboard.press("Escape");
  await lessons.waitFor({ state: "hidden" });
  assert.ok(await menu.evaluate((menu) => menu === document.activeElement));
  await page.keyboard.press("Enter");
  await lessons.waitFor();
  for (let stops = 0; stops < 40 && (await lessons.isVisible()); stops += 1) await page.keyboard.press("Tab");
  await lessons.waitFor({ state: "hidden" });
}, { viewport: { width: 1024, height: 768 }, ...calm }));

test("on a phone what is picked on the stage is told in the inspector, which comes into sight", visit(async (page) => {
  await open(page, "work-queues", 40);
  const node = page.locator(".stage .pick").filter({ hasText: "new_task" }).first();
  await node.scrollIntoViewIfNeeded();
  await node.tap();
  const told = page.locator(".panel-inspector");
  await told.getByText("new_task").first().waitFor();
  await page.waitForFunction(() => {
    const { top } = document.querySelector(".panel-inspector").getBoundingClientRect();
    return top > 0 && top < document.querySelector(".transport").getBoundingClientRect().top - 40;
  });
  await page.locator(".stage").waitFor();
}, { ...phone, ...calm }));
