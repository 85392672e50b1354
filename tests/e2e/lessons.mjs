// Which lessons and languages the page has, read from the packs that it loads itself, and links into them. It deliberately does not know what a
// lesson is about.
import assert from "node:assert/strict";
import { address } from "./browser.mjs";

/** The codes of the page's languages. */
export async function languages() {
  return (await pack("languages.json")).map((language) => language.code);
}

/** The lessons of the page: `{ id, title, beats, ... }`. */
export async function lessons(language = "en") {
  const { lessons } = await pack(`lessons.${language}.json`);
  assert.ok(lessons.length > 0, "the page has lessons");
  return lessons;
}

/** The fragment that opens a lesson at a position. */
export function link(lesson, position, language = "en") {
  return `#${new URLSearchParams({ v: "1", lesson, at: String(position), lang: language })}`;
}

/** The scrubber of an open lesson: it says where one stands and how far the run goes. */
export function scrubber(page) {
  return page.locator("main").getByRole("slider");
}

/** Waits until the lesson stands at `position`. */
export async function standsAt(page, position) {
  await page.waitForFunction((wanted) => document.querySelector('main input[type="range"]')?.value === wanted, String(position));
}

async function pack(name) {
  const answer = await fetch(new URL(`generated/${name}`, address));
  assert.ok(answer.ok, `${name}: ${answer.status}`);
  return answer.json();
}
