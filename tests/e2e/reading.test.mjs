// The page for all its readers: axe-core on every lesson in light and dark, small screens, languages, themes, and the texts for screen readers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { useBrowser } from "./browser.mjs";
import { LESSONS, button, length, open, rest, scrub, tab } from "./lesson.mjs";

const visit = useBrowser();
const wide = { width: 1440, height: 900 };
const small = { width: 390, height: 844 };

for (const lesson of LESSONS) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${lesson}, ${colorScheme}: axe-core finds nothing, on any tab, wide and small`, visit(async (page) => {
      await open(page, lesson);
      await scrub(page, Math.floor((await length(page)) * 0.6));
      for (const name of ["Code", "Why", "Log", "Sequence", "Table", "Plots", "Inspector", "Try it", "Console"]) {
        await tab(page, name);
        assert.deepEqual(await violations(page), [], name);
      }
      await tab(page, "Table");
      await page.locator(".tables").getByRole("button").first().click();
      await page.locator(".inspector").waitFor();
      assert.deepEqual(await violations(page), [], "an inspected queue");
      await page.setViewportSize(small);
      await rest(page);
      assert.deepEqual(await violations(page), [], "small");
      await page.setViewportSize(wide);
      await button(page, "Keyboard shortcuts").click();
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await violations(page), [], "the dialog");
    }, { colorScheme, reducedMotion: "reduce" }));
  }
}

test("on a small screen nothing is cut off sideways, and targets are large", visit(async (page) => {
  await open(page, "work-queues", 20);
  for (const name of ["Code", "Why", "Log", "Sequence", "Table", "Plots", "Inspector", "Try it", "Console"]) {
    await tab(page, name);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.ok(!wider, `${name} must not scroll sideways`);
    const tiny = await page.evaluate(() => {
      const targets = [...document.querySelectorAll("button, select, .lesson, input[type=range], input[type=text]")];
      const shown = targets.filter((one) => one.offsetParent && !one.closest(".lessons") && !one.closest("svg"));
      return shown.map((one) => [one.className || one.tagName, one.getBoundingClientRect().height]).filter(([, height]) => height < 44);
    });
    assert.deepEqual(tiny, [], name);
  }
}, { viewport: small, hasTouch: true, isMobile: true, reducedMotion: "reduce" }));

test("at 320 px wide everything still flows", visit(async (page) => {
  await open(page, "hello-world", 10);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wider);
}, { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" }));

test("the reader's language is loaded and no other, and changing it keeps the place", visit(async (page) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, "work-queues", 12, { lang: "ja" });
  await page.locator("html[lang=ja]").waitFor();
  assert.deepEqual(asked.filter((path) => /\.en\.json$/.test(path)), []);
  await page.getByRole("combobox", { name: "言語", exact: true }).selectOption("en");
  await page.locator("html[lang=en]").waitFor();
  await page.getByRole("tab", { name: "Log" }).waitFor();
  await rest(page, 12);
  await page.waitForFunction(() => location.hash.includes("lang=en"));
}, { reducedMotion: "reduce" }));

test("a browser that prefers Japanese gets Japanese", visit(async (page) => {
  await page.goto(process.env.WARREN_ADDRESS);
  await page.locator("html[lang=ja]").waitFor();
  await page.getByRole("tab", { name: "ログ" }).waitFor();
}, { locale: "ja-JP" }));

test("the theme follows the system until one is chosen, and the choice lasts", visit(async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await open(page, "hello-world");
  const dark = await ground();
  await page.getByRole("combobox", { name: "Theme" }).selectOption("light");
  await page.locator("html[data-theme=light]").waitFor();
  assert.notEqual(await ground(), dark);
  await page.reload();
  await page.locator("html[data-theme=light]").waitFor();
}, { colorScheme: "dark" }));

test("each step is told to a screen reader, once, politely", visit(async (page) => {
  await open(page, "hello-world");
  const region = page.locator("[aria-live=polite]");
  assert.equal(await region.count(), 1);
  const told = new Set();
  for (let at = 1; at <= 8; at += 1) {
    await button(page, "One event forward").click();
    await rest(page, at);
    told.add(await region.textContent());
  }
  assert.ok(told.size >= 7, [...told].join("\n"));
  assert.ok(![...told].includes(""));
}, { reducedMotion: "reduce" }));
