// The questions of lessons: every question of every lesson is answered, wrongly and correctly, and every challenge is met by its solution. The
// correct answers are read off the page, which measures them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { useBrowser } from "./browser.mjs";
import { LESSONS, addressed, button, done, hasten, open, openLessons, pack, position, rest, toEnd, toStep } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };
const lessons = await Promise.all(LESSONS.map((id) => pack(`${id}.en.json`)));
const asking = lessons.filter(({ beats }) => beats.some(({ question }) => question));
const challenging = lessons.filter(({ challenge }) => challenge);

const card = (page) => page.locator("#question");
const verdict = (page) => card(page).locator(".verdict");
const check = (page) => page.getByRole("button", { name: "Run it and see", exact: true });

/** Ticks exactly these choices. */
async function choose(page, words) {
  for (const word of words) {
    await card(page).locator(".choice").filter({ hasText: new RegExp(`^${RegExp.escape?.(word) ?? word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) }).locator("input").check();
  }
}

test("there are lessons that ask and lessons that challenge", () => {
  assert.ok(asking.length > 0 && challenging.length > 0);
});

for (const lesson of asking) {
  test(`${lesson.id}: every question is settled by the run, and the answer that comes out is then right`, visit(async (page) => {
    await open(page, lesson.id);
    for (const [beat, { question }] of lesson.beats.entries()) {
      if (!question) continue;
      await toStep(page, lesson, beat, true);
      assert.equal(await check(page).count(), 0, "nothing is chosen yet");
      await button(page, "Play without an answer").waitFor();
      const choices = await card(page).locator(".choice").allInnerTexts();
      assert.ok(choices.length > 1, question.ask);
      assert.deepEqual(await violations(page), [], question.ask);

      const before = await position(page);
      const answer = await settle(page, [choices.at(-1)]);
      assert.ok((await position(page)) > before, "one goes to where it is seen");
      await button(page, "Show me").click();
      await rest(page);
      assert.ok((await position(page)) > before, "the moment that decides it is one of the step's");
      await verdict(page).waitFor();

      await button(page, "Ask me again").click();
      await card(page).locator(".choice").first().waitFor();
      assert.equal(await position(page), before);
      await settle(page, answer);
      assert.equal((await verdict(page).innerText()).trim(), `Right: ${answer.join(", ")}.`, question.ask);
    }
  }, calm));
}

/** Answers the question, lets its step play, and waits for the verdict, steps in between that end before it is settled included. A wrong answer
  is told what it overlooks first; there is no second try here. The right answer. */
async function settle(page, answer) {
  const before = await position(page);
  await choose(page, answer);
  await check(page).click();
  await page.locator(".retry, .card.under-way, #question .verdict, #question input:disabled").first().waitFor();
  if (await page.locator(".retry").count()) {
    assert.match(await page.locator(".retry").innerText(), /^You said: .+ Try once more\.$/s);
    assert.equal(await position(page), before, "nothing plays");
    await button(page, "Show what happens").click();
  }
  for (;;) {
    await hasten(page);
    if (await verdict(page).count()) break;
    await button(page, (await button(page, "Play without an answer").count()) ? "Play without an answer" : "Continue").click();
  }
  const [, told] = (await verdict(page).innerText()).trim().match(/^(?:Right: |Not so\. What comes out is: )(.*)\.$/s);
  return told.split(", ");
}

for (const { id, challenge } of challenging) {
  test(`${id}: the challenge is open at the end, its solution meets it, and that is remembered`, visit(async (page) => {
    await open(page, id);
    assert.equal(await page.locator(".challenge").count(), 0);
    await toEnd(page, "challenge");
    const goals = page.locator(".challenge .goal");
    assert.equal(await goals.count(), challenge.goals.length);
    assert.ok((await page.locator(".challenge .goal.met").count()) < challenge.goals.length, "some goal is open");
    await button(page, "Hint").click();
    await button(page, "Solution").click();
    assert.deepEqual(await violations(page), []);
    await button(page, "Carry it out").click();
    await page.locator(".challenge .verdict.right").waitFor();
    await addressed(page);
    await page.reload();
    await page.locator(".lesson.current .challenge-met").waitFor({ state: "attached" });
    assert.equal(await page.locator(".challenge .goal.met").count(), challenge.goals.length, "the link holds what was done");
  }, calm));
}

test("a question is answered on the stage too, and the keyboard alone is enough", visit(async (page) => {
  const asksWho = ({ question }) => question?.ask.startsWith("receivers");
  const lesson = asking.find(({ beats }) => beats.some(asksWho));
  const beat = lesson.beats.findIndex(asksWho);
  await open(page, lesson.id);
  await toStep(page, lesson, beat, true);
  const [first] = lesson.beats[beat].question.of;
  const choice = card(page).getByRole("checkbox", { name: first, exact: true });
  await page.locator(".stage").getByRole("button", { name: new RegExp(`\\b${first}\\b`) }).first().click();
  assert.ok(await choice.isChecked(), "picked on the stage");
  await choice.focus();
  await page.keyboard.press("Space");
  assert.ok(!(await choice.isChecked()));
  await page.keyboard.press("Space");
  await check(page).focus();
  await page.keyboard.press("Enter");
  await page.locator(".card.under-way").waitFor();
  await verdict(page).waitFor();
}, calm));

test("progress can be taken along and forgotten", visit(async (page) => {
  await open(page, "hello-world");
  await button(page, "To the end").click();
  await done(page);
  await openLessons(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export progress" }).click()]);
  assert.equal(download.suggestedFilename(), "warren-progress.json");
  const chunks = await (await download.createReadStream()).toArray();
  assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString()), { warren: 1, completed: ["hello-world"] });
  page.once("dialog", (dialog) => dialog.dismiss());
  await button(page, "Reset progress").click();
  await page.locator(".lesson.current.done").waitFor();
  page.once("dialog", (dialog) => dialog.accept());
  await button(page, "Reset progress").click();
  await page.locator(".lesson.current:not(.done)").waitFor();
}, calm));
