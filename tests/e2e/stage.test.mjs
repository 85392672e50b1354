// The stage in the page: it moves, or snaps for readers who prefer reduced motion; nothing on it overlaps; and picked items open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { LESSONS, button, length, open, position, rest, scrub, tab } from "./lesson.mjs";

const visit = useBrowser();

/** Steps once and returns whether the stage reported motion, and whether anything travelled. */
async function step(page) {
  await page.evaluate(() => {
    window.moved = { said: false, travelled: false };
    const look = () => {
      window.moved.said ||= document.querySelector(".stage").dataset.moving === "true";
      window.moved.travelled ||= document.querySelector(".travel > .token") !== null;
    };
    window.watch?.disconnect();
    window.watch = new MutationObserver(look);
    window.watch.observe(document.querySelector(".stage"), { subtree: true, childList: true, attributes: true });
  });
  const at = await position(page);
  await button(page, "One event forward").click();
  await rest(page, at + 1);
  return page.evaluate(() => window.moved);
}

/** The first position at which a message has just come into a queue. */
async function firstMessage(page) {
  const last = await length(page);
  for (let at = 1; at <= last; at += 1) {
    await scrub(page, at);
    if ((await page.locator(".stage .cell").count()) > 0) return at;
  }
  throw new Error("no message ever comes into a queue");
}

test("a step is played, and leaves lit where things went", visit(async (page) => {
  await open(page, LESSONS[0]);
  const at = await firstMessage(page);
  await scrub(page, at - 1);
  assert.deepEqual(await step(page), { said: true, travelled: true });
  assert.ok((await page.locator(".stage .edge.now .edge-arrow").count()) >= 2);
}));

test("with reduced motion the same step snaps, and leaves the same lit", visit(async (page) => {
  await open(page, LESSONS[0]);
  const at = await firstMessage(page);
  await scrub(page, at - 1);
  assert.deepEqual(await step(page), { said: false, travelled: false });
  assert.ok((await page.locator(".stage .edge.now .edge-arrow").count()) >= 2);
}, { reducedMotion: "reduce" }));

test("the page is never seen between two states, however long a step takes to draw", visit(async (page) => {
  // On this clock everything takes a second: a page that draws in slices would pause wherever it can.
  await page.addInitScript(() => {
    let now = 0;
    Date.now = () => (now += 1000);
  });
  await open(page, "work-queues", 30);
  await tab(page, "Table");
  await page.evaluate(() => {
    window.shown = () => {
      const text = (selector) => document.querySelector(selector)?.textContent;
      const stage = [...document.querySelectorAll(".stage .pick")].map((pick) => pick.getAttribute("aria-label"));
      return JSON.stringify([text(".clock"), text(".tables"), text(".why"), stage]);
    };
    window.at = () => document.querySelector(".scrubber input").value;
    window.seen = { settled: {}, tasks: 0, torn: [] };
  });
  for (let at = 30; at <= 60; at += 1) {
    await scrub(page, at);
    await page.evaluate(() => (window.seen.settled[window.at()] = window.shown()));
  }
  await page.evaluate(() => {
    // Runs at the end of each task that has changed anything.
    const look = () => {
      const [at, shown] = [window.at(), window.shown()];
      window.seen.tasks += 1;
      if (shown !== window.seen.settled[at]) window.seen.torn.push(`event ${at} shows ${shown}`);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  for (let at = 59; at >= 30; at -= 1) {
    await button(page, "One event back").click();
    await rest(page, at);
  }
  const { tasks, torn } = await page.evaluate(() => window.seen);
  assert.deepEqual(torn, []);
  assert.ok(tasks >= 30, `${tasks} tasks`);
}, { reducedMotion: "reduce" }));

for (const width of [1440, 390]) {
  test(`at ${width} pixels nothing on the stage lies on anything else, in any lesson`, visit(async (page) => {
    await page.setViewportSize({ width, height: 900 });
    for (const lesson of LESSONS) {
      await open(page, lesson);
      const last = await length(page);
      for (let at = 0; at <= last; at += Math.ceil(last / 16)) {
        await scrub(page, at);
        const laps = await page.evaluate(() => {
          const boxes = [...document.querySelectorAll(".stage :is(.client, .exchange, .queue, .label)")].map((node) => [
            node.getAttribute("aria-label") ?? node.textContent,
            node.getBoundingClientRect(),
          ]);
          const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
          return boxes.flatMap(([name, box], index) =>
            boxes.slice(index + 1).filter(([, other]) => !apart(box, other)).map(([other]) => `${name} / ${other}`));
        });
        assert.deepEqual(laps, [], `${lesson}, event ${at}`);
      }
    }
  }, { reducedMotion: "reduce" }));
}

for (const { lesson, share, viewport } of [
  { lesson: "routing", share: 0.497, viewport: { width: 390, height: 844 } },
  { lesson: "topics", share: 0.7, viewport: { width: 1440, height: 900 } },
]) {
  test(`${lesson}, ${viewport.width} px: what just happened is written beside the drawing and not over it`, visit(async (page) => {
    await open(page, lesson);
    await scrub(page, Math.round((await length(page)) * share));
    const covered = await page.evaluate(() => {
      const said = document.querySelector(".callout").getBoundingClientRect();
      const covers = (box) => box.left < said.right && said.left < box.right && box.top < said.bottom && said.top < box.bottom;
      const drawn = [...document.querySelectorAll(".stage-drawing .pick")];
      return drawn.filter((item) => covers(item.getBoundingClientRect())).map((item) => item.getAttribute("aria-label"));
    });
    assert.deepEqual(covered, []);
  }, { viewport, reducedMotion: "reduce" }));
}
