// Both lessons, followed as a learner follows them: forwards event by event, back again, and by scrubber. A position looks the same however one
// gets there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { LESSONS, addressed, button, done, length, open, pack, rest, scrub, seen, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };

for (const lesson of LESSONS) {
  test(`${lesson}: forwards, back and by scrubber show the same`, visit(async (page) => {
    await open(page, lesson);
    await tab(page, "Table");
    const last = await length(page);
    assert.ok(last > 20, `a lesson of ${last} events teaches little`);

    const forwards = [await seen(page)];
    for (let at = 1; at <= last; at += 1) {
      await button(page, "One event forward").click();
      await rest(page, at);
      forwards.push(await seen(page));
    }
    assert.ok(await button(page, "One event forward").isDisabled());
    assert.ok(new Set(forwards.map((one) => one.tables)).size > 10, "the tables must change along the way");
    assert.ok(new Set(forwards.map((one) => one.heading)).size > 5, "the prose must change along the way");

    for (let at = last - 1; at >= 0; at -= 1) {
      await button(page, "One event back").click();
      await rest(page, at);
      assert.deepEqual(await seen(page), forwards[at], `back at event ${at}`);
    }
    assert.ok(await button(page, "One event back").isDisabled());

    // Far jumps in no order: a fixed stride without a factor in common with the length visits many places.
    for (let step = 1, at = 0; step <= 40; step += 1) {
      at = (at + 61) % (last + 1);
      await scrub(page, at);
      assert.deepEqual(await seen(page), forwards[at], `scrubbed to event ${at}`);
    }
  }, calm));

  test(`${lesson}: every step can be reached by its buttons, and the lesson counts as done at its end`, visit(async (page) => {
    await open(page, lesson);
    const { beats } = await pack(`${lesson}.en.json`);
    const step = page.locator(".step-of");
    for (const [at, { heading, question }] of beats.entries()) {
      const here = () => step.getByText(`Step ${at + 1} of ${beats.length}`, { exact: true }).waitFor();
      if (at > 0) await button(page, "Next step").click();
      await here();
      if (question) {
        await page.locator("#question .choice").first().waitFor();
        assert.equal((await page.locator("#beat").innerText()).trim(), heading);
        await button(page, "Next step").click();
        await page.locator("#question").waitFor({ state: "detached" });
        await here();
      }
      assert.equal((await page.locator("#beat").innerText()).trim(), heading);
      assert.ok((await page.locator("mark.line").count()) > 0 || at === 0, `step ${at + 1} lights no line of code`);
    }
    await button(page, "Previous step").click();
    await step.getByText(`Step ${beats.length - 1} of ${beats.length}`, { exact: true }).waitFor();

    await button(page, "To the end").click();
    await done(page);
    await addressed(page);
    await page.reload();
    await done(page);
  }, calm));
}

test("playing moves on by itself, pauses where a step of the lesson ends, and pauses when told", visit(async (page) => {
  await open(page, "hello-world");
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "4×" });
  await button(page, "Play").click();
  await page.locator(".card.under-way .step-of", { hasText: "Step 1 of" }).waitFor();
  await page.locator(".card:not(.under-way) .step-of", { hasText: "Step 2 of" }).waitFor();
  await button(page, "Play").waitFor();
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "1×" });
  await page.getByLabel("Pause at steps").uncheck();
  await button(page, "Play").click();
  await page.waitForFunction(() => Number(document.querySelector(".step-of").textContent.match(/\d+/)[0]) > 3);
  await page.locator(".transport").getByRole("button", { name: "Pause", exact: true }).click();
  await button(page, "Play").waitFor();
  await rest(page);
}));

test("a click on a row of the log goes there, and the row of where one stands is lit", visit(async (page) => {
  await open(page, "work-queues");
  await tab(page, "Log");
  await button(page, "To the end").click();
  const log = page.getByRole("listbox", { name: "Event log" });
  for (const at of [3, 40, 11]) {
    await log.getByRole("option").nth(at).click();
    await rest(page, at);
    assert.equal(await log.getByRole("option", { selected: true }).count(), 1);
    assert.equal(await log.getByRole("option", { selected: true }).getAttribute("id"), `moment-${at}`);
    const inside = await page.evaluate(() => {
      const row = document.querySelector("[role=option][aria-selected=true]").getBoundingClientRect();
      const list = document.querySelector("[role=listbox]").getBoundingClientRect();
      return row.top >= list.top && row.bottom <= list.bottom;
    });
    assert.ok(inside, `row ${at} must be in view`);
  }
  await log.focus();
  await page.keyboard.press("ArrowDown");
  await rest(page, 12);
  await page.keyboard.press("ArrowUp");
  await rest(page, 11);
}, calm));
