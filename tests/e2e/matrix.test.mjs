// The matrix at a lesson's end: the learner fills it by running each combination, on the stage or aside, and each outcome is that of its run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { useBrowser } from "./browser.mjs";
import { LESSONS, addressed, button, length, open, openLessons, pack, rest, scrub, tab, toEnd } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };
const lessons = await Promise.all(LESSONS.map((id) => pack(`${id}.en.json`)));
const trying = lessons.filter(({ matrix }) => matrix);

const trials = (page) => page.locator(".trial");
const words = (page) => trials(page).allInnerTexts();
const result = (page) => page.locator(".trial-result");

/** Returns the name of a combination: its choices, the last axis changing first. */
function names([first, ...others]) {
  return first === undefined ? [[]] : first.flatMap((name) => names(others).map((rest) => [name, ...rest]));
}

/** Runs a combination and waits until it is on the stage. */
async function run(page, cell) {
  await trials(page).nth(cell).click();
  await page.locator(".trial.now").and(trials(page).nth(cell)).waitFor();
  await rest(page);
}

/** Returns the number of ready messages of a queue in the table under the stage, its first number; 0 if there is no such queue. */
async function ready(page, queue) {
  await tab(page, "Table");
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: queue, exact: true }) });
  return (await row.count()) === 0 ? 0 : Number(await row.locator(".number").first().innerText());
}

test("there is a lesson with a matrix", () => assert.ok(trying.length > 0));

for (const { id, matrix } of trying) {
  const combinations = names(matrix.axes);

  test(`${id}: every combination is run on the stage, and its button says what the table of queues says`, visit(async (page) => {
    const [, queue] = matrix.measure.match(/^ready (\S+)$/);
    await open(page, id);
    assert.equal(await trials(page).count(), 0, "the matrix waits for the lesson's end");
    await toEnd(page, "matrix");
    assert.deepEqual(await words(page), combinations.map(() => "?"), "nothing is told before it is run");
    for (const [cell, names] of combinations.entries()) {
      await run(page, cell);
      const said = (await trials(page).nth(cell).innerText()).trim();
      assert.equal(said, matrix.outcomes[await ready(page, queue)], names.join(", "));
      assert.equal(await result(page).innerText(), `${names.join(", ")}: ${said}.`);
      await page.getByText(`${cell + 1} of ${combinations.length} run`, { exact: true }).waitFor();
    }
    assert.ok(new Set(await words(page)).size > 1, "it makes a difference what is chosen");
    assert.deepEqual(await violations(page), []);
  }, calm));

  test(`${id}: the rest is run aside, all of it is there after a reload, and progress that is reset empties the table`, visit(async (page) => {
    await open(page, id);
    await toEnd(page, "matrix");
    assert.equal(await button(page, "Watch this run").count(), 0, "there is nothing to watch yet");
    await run(page, 1);
    const last = await length(page);
    await button(page, `Run the other ${combinations.length - 1}`).click();
    await page.getByText(`${combinations.length} of ${combinations.length} run`, { exact: true }).waitFor();
    assert.equal(await length(page), last, "the stage keeps the run that it shows");
    const came = await words(page);

    await addressed(page);
    await page.reload();
    await page.locator(".trial.now").waitFor();
    assert.deepEqual(await words(page), came);
    assert.equal(await page.locator(".trial.now").count(), 1);
    assert.equal(await trials(page).nth(1).getAttribute("aria-current"), "true");

    await openLessons(page);
    page.once("dialog", (dialog) => dialog.accept());
    await button(page, "Reset progress").click();
    await page.getByText(`0 of ${combinations.length} run`, { exact: true }).waitFor();
    assert.deepEqual(await words(page), combinations.map(() => "?"));
  }, calm));

  test(`${id}: a run is watched from its first moment, and one's own actions are put aside for the next and come back`, visit(async (page) => {
    await open(page, id);
    const end = await length(page);
    await toEnd(page, "matrix");
    await run(page, 0);
    await button(page, "Watch this run").click();
    await button(page, "Pause").first().waitFor();
    await page.waitForFunction((end) => Number(document.querySelector(".scrubber input").value) > end, end);
    await button(page, "Pause").first().click();

    await scrub(page, await length(page));
    await tab(page, "Try it");
    await button(page, "Restart").click();
    await page.locator(".trial.now").waitFor({ state: "detached" });
    await trials(page).nth(2).click();
    await page.locator(".notice").getByText("One action of yours was put aside for this run.").waitFor();
    await button(page, "Undo").first().click();
    await page.locator(".trial.now").waitFor({ state: "detached" });
    await page.getByText("restart broker", { exact: true }).first().waitFor();
  }, calm));
}
