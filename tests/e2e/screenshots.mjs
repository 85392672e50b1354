// Pictures of every lesson at its first, middle and last step, wide and narrow, light and dark, in every language, for people to look at; and the
// one that the README shows. Run by `cargo xtask screenshots`. It deliberately judges nothing but that the page logged no error.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launch, openPage } from "./browser.mjs";
import { LANGUAGES, LESSONS, length, open, scrub } from "./lesson.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const THEMES = ["light", "dark"];
/** The README's picture: a lesson in which much happens, a third of the way in. */
const README = { lesson: "work-queues", share: 1 / 3, size: "wide", theme: "light", language: "en" };

const [folder, readme] = process.argv.slice(2);
assert.ok(folder && readme, "usage: node screenshots.mjs FOLDER README_PICTURE");

const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  for (const language of LANGUAGES) {
    for (const lesson of LESSONS) {
      for (const size of Object.keys(SIZES)) {
        for (const theme of THEMES) {
          await series({ lesson, size, theme, language });
        }
      }
    }
  }
  await mkdir(path.dirname(readme), { recursive: true });
  await withLesson(README, async (page, last) => shoot(page, Math.round(last * README.share), readme));
} finally {
  await browser.close();
}

/** First, middle and last step of one lesson in one guise. */
async function series(guise) {
  await withLesson(guise, async (page, last) => {
    for (const [name, position] of [["1-first", 0], ["2-middle", Math.floor(last / 2)], ["3-last", last]]) {
      await shoot(page, position, path.join(folder, `${guise.lesson}-${name}-${guise.size}-${guise.theme}-${guise.language}.png`));
    }
  });
}

/** Opens a lesson and hands over the page and the position of its last step. */
async function withLesson({ lesson, size, theme, language }, work) {
  const { page, context, troubles } = await openPage(browser, { viewport: SIZES[size], colorScheme: theme, reducedMotion: "reduce", locale: language });
  await open(page, lesson, 0, { lang: language });
  await work(page, await length(page));
  await context.close();
  assert.deepEqual(troubles, [], `${lesson} ${size} ${theme} ${language}`);
}

async function shoot(page, position, file) {
  await scrub(page, position);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, animations: "disabled" });
  console.log(file);
}
