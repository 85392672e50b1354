// The other views of a run, the sequence diagram and the plots: they show the current moment, and lead to others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { useBrowser } from "./browser.mjs";
import { LESSONS, button, length, open, rest, scrub, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };
const small = { width: 390, height: 844 };

const sequence = (page) => page.getByRole("listbox", { name: "Sequence diagram" });
const lit = (page) => sequence(page).getByRole("option", { selected: true });

/** Goes to a tab from the log by arrow keys alone. */
async function byKeys(page, name) {
  await page.getByRole("tab", { selected: true }).and(page.locator("[id^=evidence]")).focus();
  while ((await page.evaluate(() => document.activeElement.textContent)) !== name) await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
}

/** Returns whether the highlighted row is visible within the diagram, below the lanes' names. */
const inSight = (page) =>
  page.evaluate(() => {
    const row = document.querySelector(".sequence .moment.now").getBoundingClientRect();
    const head = document.querySelector(".sequence-heads").getBoundingClientRect();
    const frame = document.querySelector(".sequence").getBoundingClientRect();
    return row.top >= head.bottom - 1 && row.top < frame.bottom && head.top >= frame.top - 1;
  });

test("the sequence is reached by keyboard, and moves with the run both ways", visit(async (page) => {
  await open(page, "work-queues", 12);
  await byKeys(page, "Sequence");
  const texts = new Set();
  for (let at = 13; at <= 24; at += 1) {
    await button(page, "One event forward").click();
    await rest(page, at);
    assert.equal(await lit(page).getAttribute("id"), `moment-${at}`);
    assert.ok(await inSight(page), `row ${at} must be in sight`);
    texts.add(await lit(page).getAttribute("aria-label"));
  }
  assert.equal(texts.size, 12, "every row says something else");
  await sequence(page).focus();
  await page.keyboard.press("ArrowUp");
  await rest(page, 23);
  await page.keyboard.press("PageDown");
  await rest(page, 33);
  assert.equal(await sequence(page).getAttribute("aria-activedescendant"), "moment-33");
  await page.keyboard.press("End");
  await rest(page, await length(page));
  assert.ok(await inSight(page));
  await page.keyboard.press("Home");
  await rest(page, 0);
}, calm));

test("a click on a row goes there", visit(async (page) => {
  await open(page, "hello-world", 6);
  await tab(page, "Sequence");
  for (const at of [9, 3, 15]) {
    await sequence(page).locator(`#moment-${at}`).click();
    await rest(page, at);
    assert.equal(await lit(page).count(), 1);
    assert.equal(await lit(page).getAttribute("id"), `moment-${at}`);
  }
}, calm));

test("a message is told from lane to lane by AMQP's names", visit(async (page) => {
  await open(page, "hello-world");
  await tab(page, "Sequence");
  const row = (name) => sequence(page).getByRole("option", { name });
  await row("send → exchange (default): basic.publish Hello World!; exchange (default) → queue hello: routed").first().waitFor();
  await row("queue hello → receive: basic.deliver Hello World!").first().waitFor();
  assert.deepEqual(await page.locator(".sequence-heads .lane-name").allTextContents(), ["send", "Broker", "(default)", "hello", "receive"]);
}, calm));

test("a learner's own doing is in the sequence too", visit(async (page) => {
  await open(page, "hello-world");
  await button(page, "To the end").click();
  const before = await length(page);
  await tab(page, "Try it");
  await page.locator(".act-programs").getByRole("button", { name: "Kill" }).first().click();
  await rest(page, before + 1);
  await tab(page, "Sequence");
  assert.match(await lit(page).getAttribute("aria-label"), /: killed/);
  assert.equal(await page.locator(".sequence .moment.now .cross").count(), 1);
}, calm));

for (const lesson of LESSONS) {
  test(`${lesson}: the sequence is drawn, with something for every event, and axe-core finds nothing`, visit(async (page) => {
    await open(page, lesson);
    await tab(page, "Sequence");
    const last = await length(page);
    for (const share of [0, 0.35, 0.7, 1]) {
      await scrub(page, Math.round(last * share));
      assert.ok(await inSight(page), `at ${share}`);
    }
    const silent = await page.evaluate(() =>
      [...document.querySelectorAll(".sequence [role=option][aria-label]")]
        .filter((row) => row.querySelector(".mark, .sequence-plain") === null || row.getAttribute("aria-label").length < 12)
        .map((row) => row.id));
    assert.deepEqual(silent, []);
    assert.deepEqual(await violations(page), []);
  }, calm));
}

test("at 390 pixels the page does not scroll sideways, the diagram does, and what is lit is in sight", visit(async (page) => {
  for (const lesson of LESSONS) {
    await open(page, lesson);
    await tab(page, "Sequence");
    for (const share of [0.3, 0.8]) {
      await scrub(page, Math.round((await length(page)) * share));
      const seen = await page.evaluate(() => {
        const frame = document.querySelector(".sequence");
        const { left, right } = frame.getBoundingClientRect();
        const row = document.querySelector(".sequence .moment.now").getBoundingClientRect();
        const bar = document.querySelector(".transport").getBoundingClientRect();
        const marks = document.querySelector(".sequence .moment.now .marks")?.getBoundingClientRect();
        return {
          page: document.documentElement.scrollWidth > document.documentElement.clientWidth,
          diagram: frame.scrollWidth > frame.clientWidth,
          // Where the diagram can be scrolled further, the transport bar does not cover the highlighted row.
          covered: row.bottom > bar.top && bar.top - frame.getBoundingClientRect().top > 160 && frame.scrollTop + frame.clientHeight < frame.scrollHeight - 1,
          marks: !marks || marks.width === 0 || (marks.left >= left && marks.left < right),
        };
      });
      assert.deepEqual(seen, { page: false, diagram: true, covered: false, marks: true }, `${lesson} at ${share}`);
    }
  }
}, { ...calm, viewport: small, hasTouch: true, isMobile: true }));

const cursor = (page) => page.getByRole("slider", { name: "Moment in the plots" });

/** Returns the plots' values at the current moment: each queue's ready and unacked, as text. */
const plotted = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".plots-values table:not(:last-child) tbody tr")].map((row) =>
      [row.querySelector("th .visually-hidden").textContent, ...[...row.querySelectorAll("td")].map((cell) => cell.textContent)]));

/** Returns the same values from the tables. */
const tabled = (page) =>
  page.evaluate(() => {
    const table = [...document.querySelectorAll(".tables table")].find((one) => one.caption.textContent === "Queues");
    if (!table) return [];
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const places = ["Name", "Ready", "Unacked"].map((head) => heads.indexOf(head));
    return [...table.tBodies[0].rows].map((row) => places.map((place) => row.cells[place].textContent.trim()));
  });

test("the plots' values are the table's at every moment, and the cursor goes with the time", visit(async (page) => {
  await open(page, "work-queues");
  const last = await length(page);
  const said = { plots: [], table: [] };
  for (const [name, read, all] of [["Plots", plotted, said.plots], ["Table", tabled, said.table]]) {
    await tab(page, name);
    for (let at = 0; at <= last; at += 1) {
      await scrub(page, at);
      all.push(await read(page));
    }
  }
  // The plots also list queues that do not exist yet, with zero messages.
  const there = said.plots.map((rows, at) => rows.filter(([name]) => said.table[at].some(([other]) => other === name)));
  assert.deepEqual(there, said.table);
  const gone = said.plots.flatMap((rows, at) => rows.filter(([name]) => said.table[at].every(([other]) => other !== name)));
  assert.ok(gone.every(([, ready, unacked]) => ready === "0" && unacked === "0"));
  assert.ok(new Set(said.plots.map(String)).size > 8, "the values move");
  await tab(page, "Plots");
  const places = [];
  for (const share of [0, 0.3, 0.6, 1]) {
    await scrub(page, Math.round(last * share));
    places.push(await page.locator(".plots-cursor i").evaluate((line) => parseFloat(line.style.left)));
    assert.ok((await cursor(page).getAttribute("aria-valuetext")).includes(await page.locator(".clock").innerText()));
  }
  assert.deepEqual(places, places.toSorted((one, other) => one - other));
  assert.deepEqual([places[0], places[3]], [0, 100]);
}, calm));

test("a click on the plots goes to what had happened by then, and arrows go moment by moment", visit(async (page) => {
  await open(page, "work-queues", 5);
  await byKeys(page, "Plots");
  const last = await length(page);
  const box = await cursor(page).boundingBox();
  const reached = [];
  for (const share of [0.5, 0.2, 0.8]) {
    await page.mouse.click(box.x + box.width * share, box.y + box.height / 2);
    await page.waitForFunction((share) => {
      const line = document.querySelector(".plots-cursor i").getBoundingClientRect();
      const frame = document.querySelector(".plots-cursor").getBoundingClientRect();
      // The last earlier moment is left of the click, and no further than a fifth of the run.
      const off = share * frame.width - (line.left + 1 - frame.left);
      return off > -2 && off < frame.width / 5;
    }, share);
    await rest(page);
    reached.push(await cursor(page).getAttribute("aria-valuenow").then(Number));
  }
  assert.ok(reached[1] < reached[0] && reached[0] < reached[2], String(reached));
  await cursor(page).focus();
  for (const [key, at] of [["Home", 0], ["ArrowRight", 1], ["ArrowUp", 2], ["PageUp", 12], ["PageDown", 2], ["ArrowLeft", 1], ["ArrowDown", 0], ["End", last]]) {
    await page.keyboard.press(key);
    await rest(page, at);
    assert.equal(await cursor(page).getAttribute("aria-valuenow"), String(at), key);
  }
}, calm));

for (const colorScheme of ["light", "dark"]) {
  test(`${colorScheme}: axe-core finds nothing on the plots, wide and small, at either end and between`, visit(async (page) => {
    for (const lesson of ["hello-world", "rpc"]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(page, lesson);
      await tab(page, "Plots");
      for (const share of [0, 0.6, 1]) {
        await scrub(page, Math.round((await length(page)) * share));
        assert.deepEqual(await violations(page), [], `${lesson} at ${share}`);
      }
      await page.setViewportSize(small);
      assert.deepEqual(await violations(page), [], `${lesson}, small`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    }
  }, { ...calm, colorScheme }));
}
