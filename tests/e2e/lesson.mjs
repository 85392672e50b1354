// A person's view and actions on a lesson's page, for the end-to-end tests: finds things by role and name, and waits until the page has come to
// rest. It asserts nothing.
import { address, load } from "./browser.mjs";

/** The ids of all lessons on the page's list. */
export const LESSONS = (await pack("lessons.en.json")).lessons.map((lesson) => lesson.id);

/** The codes of all languages. */
export const LANGUAGES = (await pack("languages.json")).map((language) => language.code);

/** Reads a file that the page loads. */
export async function pack(name) {
  const answer = await fetch(new URL(`generated/${name}`, address));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

/** Opens a lesson, at a position if one is given, and waits until it is drawn. `more` are further fields of the link. */
export async function open(page, lesson, at = 0, more = {}) {
  const fields = new URLSearchParams({ v: "1", lesson, at: String(at), lang: "en", ...more });
  await load(page, `#${fields}`);
  await scrubber(page).waitFor();
  await rest(page);
}

export const scrubber = (page) => page.locator(".scrubber input");
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const position = (page) => scrubber(page).evaluate((input) => Number(input.value));
export const length = (page) => scrubber(page).evaluate((input) => Number(input.max));

/** Waits until the stage is at rest, at a position if one is given. */
export async function rest(page, at) {
  await page.waitForFunction((at) => {
    const input = document.querySelector(".scrubber input");
    const stages = [...document.querySelectorAll(".stage")];
    return input && (at === undefined || Number(input.value) === at) && stages.every((stage) => stage.dataset.moving === "false");
  }, at);
}

/** Moves the scrubber as a drag does. */
export async function scrub(page, to) {
  await scrubber(page).evaluate((input, to) => {
    input.value = String(to);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, to);
  await rest(page, to);
}

/** Opens one of the tabs under the stage. */
export async function tab(page, name) {
  await page.getByRole("tab", { name, exact: true }).click();
  await page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
}

/** Returns the whole state as text. The tables are the stage's equivalent, so open the tab `Table` first. */
export async function seen(page) {
  return page.evaluate(() => {
    const text = (selector) => document.querySelector(selector)?.innerText ?? "";
    return {
      position: document.querySelector(".scrubber input").value,
      clock: text(".clock"),
      step: text(".step-of"),
      heading: text("#beat"),
      why: text(".why"),
      tables: text(".tables"),
    };
  });
}

/**
 * Goes to a step of a lesson by the page's buttons, and there to its question if it has one and `asked` is true. A step that asks is asked before it
 * is told.
 */
export async function toStep(page, lesson, step, asked = false) {
  await scrub(page, 0);
  const there = `Step ${step + 1} of ${lesson.beats.length} ${asked}`;
  const shown = () => `${document.querySelector(".step-of").innerText} ${document.querySelector("#question .choice input") !== null}`;
  for (;;) {
    const before = await page.evaluate(shown);
    if (before === there) return rest(page);
    await button(page, "Next step").click();
    await page.waitForFunction(`(${shown})() !== ${JSON.stringify(before)}`);
  }
}

/** Goes to the end of the lesson, and on to its matrix or its challenge: the card of this class. */
export async function toEnd(page, card) {
  await scrub(page, await length(page));
  while ((await page.locator(`.card .${card}`).count()) === 0) await button(page, "Continue").click();
}

/** Goes to the end of the step that is playing, if one is: at once, in one turn of the page, however quick the machine is. */
export async function hasten(page) {
  await page.evaluate(() => {
    if (document.querySelector(".card.under-way")) document.querySelector(".steps > :last-child").click();
  });
  await page.locator(".card:not(.under-way)").waitFor();
  await rest(page);
}

/** Opens the list of lessons, which lies over the page. */
export async function openLessons(page) {
  await button(page, "Lessons").click();
  await page.locator(".lessons.open").waitFor();
}

/** Waits until the lesson that is open counts as done in the list of lessons, which need not be open. */
export const done = (page) => page.locator(".lesson.current.done").waitFor({ state: "attached" });

/** Waits until the address has the position of the scrubber. */
export async function addressed(page) {
  await page.waitForFunction(() => {
    const at = new URLSearchParams(location.hash.slice(1)).get("at");
    return at === document.querySelector(".scrubber input")?.value;
  });
}
