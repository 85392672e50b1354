// Pictures of every lesson at its first, middle and last step, wide and narrow, light and dark, in every language, for people to look at, with a
// contact sheet for each lesson and width; and the README's picture. Run by `cargo xtask screenshots`. It fails only if the page logged an error.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { launch, openPage } from "./browser.mjs";
import { LANGUAGES, LESSONS, length, open, pack, position, scrub, toStep } from "./lesson.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const THEMES = ["light", "dark"];
/** The README's picture: a lesson in which much happens, a third of the way in. */
const README = { lesson: "work-queues", step: "killed-manual", size: "wide", theme: "light", language: "en" };

const [folder, readme] = process.argv.slice(2);
assert.ok(folder && readme, "usage: node screenshots.mjs FOLDER README_PICTURE");

const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  const sheets = new Map();
  for (const language of LANGUAGES) {
    for (const lesson of LESSONS) {
      for (const size of Object.keys(SIZES)) {
        for (const theme of THEMES) {
          const sheet = `${lesson}-${size}`;
          sheets.set(sheet, [...(sheets.get(sheet) ?? []), ...(await series({ lesson, size, theme, language }))]);
        }
      }
    }
  }
  for (const [name, pictures] of sheets) await contactSheet(name, pictures);
  await mkdir(path.dirname(readme), { recursive: true });
  await withLesson(README, async (page) => {
    const lesson = await pack(`${README.lesson}.${README.language}.json`);
    await toStep(page, lesson, lesson.beats.findIndex(({ mark }) => mark === README.step));
    await shoot(page, await position(page), readme);
  });
} finally {
  await browser.close();
}

/** Takes the first, middle and last step of one lesson in one language, width and theme. Returns the pictures' files. */
async function series(guise) {
  const pictures = [];
  await withLesson(guise, async (page, last) => {
    for (const [name, position] of [["1-first", 0], ["2-middle", Math.floor(last / 2)], ["3-last", last]]) {
      const picture = path.join(folder, `${guise.lesson}-${name}-${guise.size}-${guise.theme}-${guise.language}.png`);
      await shoot(page, position, picture);
      pictures.push(picture);
    }
  });
  return pictures;
}

/** Puts all pictures of one lesson and width on one sheet: a row for each language, first, middle and last step in light and dark. */
async function contactSheet(name, pictures) {
  const columns = pictures.length / LANGUAGES.length;
  const width = 2400;
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  const images = await Promise.all(pictures.map(async (file) => `<img src="data:image/png;base64,${await readFile(file, "base64")}">`));
  const style = `body { margin: 8px; display: grid; grid-template-columns: repeat(${columns}, 1fr); gap: 8px; background: #888 } img { width: 100% }`;
  await page.setContent(`<style>${style}</style>${images.join("")}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const file = path.join(folder, `sheet-${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  await context.close();
  console.log(file);
}

/** Opens a lesson and returns the page and the position of its last step. */
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
