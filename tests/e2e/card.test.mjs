// The card beside the stage never scrolls on a laptop: every text, question and verdict of every step in every language is seen whole, and the stage
// keeps its share of the window. It deliberately does not read the texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { LANGUAGES, LESSONS, open, rest } from "./lesson.mjs";

const visit = useBrowser();
/** The laptops' windows: who fits into the first two, of which one is lower and one narrower, fits into the others. */
const TIGHT = [{ width: 1366, height: 640 }, { width: 1280, height: 720 }];
const OTHERS = [{ width: 1366, height: 768 }, { width: 1440, height: 900 }];

/** Returns the parts of the card that are cut off or too small, and how much of the card is filled. */
const measured = (page) => page.evaluate(() => {
  const card = document.querySelector(".card-text");
  const frame = card.getBoundingClientRect();
  const found = [];
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  let foot = frame.top;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.data.trim() === "" || node.parentElement.closest(".visually-hidden")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      foot = Math.max(foot, box.bottom);
      const cut = box.bottom > frame.bottom + 0.5 || box.top < frame.top - 0.5 || box.right > frame.right + 0.5 || box.left < frame.left - 0.5;
      if (cut) found.push(`cut: ${node.data.trim().slice(0, 40)}`);
    }
    const small = node.parentElement.closest(".eyebrow, .changes, .link, .guides, .hint, pre, code, .replies") === null;
    if (small && Number.parseFloat(getComputedStyle(node.parentElement).fontSize) < 15) found.push(`small: ${node.data.trim().slice(0, 40)}`);
  }
  const stage = document.querySelector(".stage-frame").getBoundingClientRect();
  if (stage.width * stage.height < 0.45 * innerWidth * innerHeight) found.push(`the stage has ${Math.round((100 * stage.width * stage.height) / innerWidth / innerHeight)} %`);
  return { found: [...new Set(found)], left: frame.bottom - foot };
});

for (const lang of LANGUAGES) {
  for (const lesson of LESSONS) {
    test(`${lesson}, ${lang}: every card is seen whole on any laptop`, visit(async (page) => {
      await page.setViewportSize(TIGHT[0]);
      await open(page, lesson, 0, { lang });
      const [back, next] = [page.locator(".steps > :first-child"), page.locator(".steps > :last-child")];
      const troubles = [];
      const look = async (what, sizes) => {
        for (const size of sizes) {
          await page.setViewportSize(size);
          const { found } = await measured(page);
          troubles.push(...found.map((one) => `${what} at ${size.width}x${size.height}: ${one}`));
        }
      };
      await look("the first step", OTHERS);
      for (;;) {
        const step = await page.locator(".step-of").innerText();
        const choices = page.locator("#question .choice input");
        const asks = (await choices.count()) > 0;
        await look(`${step}${asks ? ", asked" : ""}`, TIGHT);
        if (asks) {
          await choices.last().check();
          await page.locator(".steps .button.strong").click();
          await page.locator(".card.under-way, .verdict, .retry").first().waitFor();
          await next.click();
          await rest(page);
          if (await page.locator(".verdict").count()) await look(`${step}, settled`, TIGHT);
        }
        if (await next.isDisabled()) break;
        const before = await page.locator(".card-text").innerText();
        await next.click();
        await page.waitForFunction((before) => document.querySelector(".card-text").innerText !== before, before);
      }
      assert.deepEqual(troubles, []);
      await back.waitFor();
    }, { reducedMotion: "reduce" }));
  }
}
