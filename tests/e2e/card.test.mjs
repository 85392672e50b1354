// The card beside the stage never scrolls on a laptop: every text, question and verdict of every step in every language is seen whole, and the stage
// keeps its share of the window. It deliberately does not read the texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { LANGUAGES, LESSONS, open, rest } from "./lesson.mjs";

const visit = useBrowser();
/** The laptops' windows. Who fits into the first two, of which one is lower and one narrower, fits into all. */
const WINDOWS = [{ width: 1366, height: 640 }, { width: 1280, height: 720 }, { width: 1366, height: 768 }, { width: 1440, height: 900 }];

/** What of the card is not seen whole, or too small, if the card has each of these sizes. */
const cut = (page, sizes) => page.evaluate((sizes) => {
  const card = document.querySelector(".card");
  const text = card.querySelector(".card-text");
  const found = [];
  for (const { width, height } of sizes) {
    Object.assign(card.style, { width: `${width}px`, height: `${height}px` });
    const frame = text.getBoundingClientRect();
    const texts = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      // The matrix is a table of two dozen buttons, and scrolls.
      if (node.data.trim() === "" || node.parentElement.closest(".visually-hidden, .trials")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()];
      const out = ({ top, bottom, left, right }) => bottom > frame.bottom + 0.5 || top < frame.top - 0.5 || right > frame.right + 0.5 || left < frame.left - 0.5;
      if (boxes.some(out)) found.push(`cut at ${width}x${height}: ${node.data.trim().slice(0, 40)}`);
      const beside = node.parentElement.closest(".eyebrow, .changes, .link, .guides, .hint, pre, code, button, .replies, .goals, .trials");
      if (!beside && Number.parseFloat(getComputedStyle(node.parentElement).fontSize) < 15) found.push(`small: ${node.data.trim().slice(0, 40)}`);
    }
  }
  Object.assign(card.style, { width: "", height: "" });
  return [...new Set(found)];
}, sizes);

/** The sizes that the card has in the windows, and what share of the window the stage has. */
async function sizes(page) {
  const all = [];
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    const { card, share } = await page.evaluate(() => {
      const [card, stage] = [".card", ".stage-frame"].map((part) => document.querySelector(part).getBoundingClientRect());
      return { card: { width: card.width, height: card.height }, share: (stage.width * stage.height) / innerWidth / innerHeight };
    });
    assert.ok(share >= 0.45, `the stage has ${Math.round(share * 100)} % of ${window.width}x${window.height}`);
    all.push(card);
  }
  const [lower, narrower, ...others] = all;
  for (const card of others) {
    assert.ok([lower, narrower].some(({ width, height }) => width <= card.width && height <= card.height), "who fits into the first two fits here");
  }
  await page.setViewportSize(WINDOWS[0]);
  return [lower, narrower];
}

for (const lang of LANGUAGES) {
  test(`${lang}: every card of every lesson is seen whole on any laptop`, visit(async (page) => {
    const troubles = [];
    for (const lesson of LESSONS) {
      await page.setViewportSize(WINDOWS[0]);
      await open(page, lesson, 0, { lang });
      const tight = await sizes(page);
      for (let last = ""; ; ) {
        const step = `${lesson}, ${await page.locator(".step-of, .card .eyebrow").first().innerText()}`;
        troubles.push(...(await cut(page, tight)).map((one) => `${step}: ${one}`));
        // Answers the last choice, and goes to the end of the step before another look: all in one turn, however quick the machine is.
        const answered = await page.evaluate(async () => {
          const choice = [...document.querySelectorAll("#question .choice input:not(:disabled)")].at(-1);
          const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          if (!choice) return false;
          choice.click();
          await drawn();
          document.querySelector(".steps .strong").click();
          await drawn();
          if (document.querySelector(".card.under-way")) document.querySelector(".steps > :last-child").click();
          await drawn();
          return true;
        });
        await page.locator(".card:not(.under-way)").waitFor();
        await rest(page);
        if (answered) {
          const settled = await cut(page, tight);
          troubles.push(...settled.map((one) => `${step}, answered: ${one}`));
        }
        const here = await page.locator(".card-text").innerText();
        if (here === last || (await page.locator(".steps > :last-child").isDisabled())) break;
        last = here;
        await page.locator(".steps > :last-child").click();
        await rest(page);
      }
    }
    assert.deepEqual(troubles, []);
  }, { reducedMotion: "reduce" }));
}
