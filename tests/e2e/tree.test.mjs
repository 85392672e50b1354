// A whole lesson, read from the accessibility tree alone and navigated by keys: a reader who does not see the page gets the same lesson, and
// everything that the stage shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, useBrowser } from "./browser.mjs";
import { open, pack } from "./lesson.mjs";
import { all, one, readTree, rows, words } from "./tree.mjs";

const visit = useBrowser();
const LESSON = "work-queues";
const lesson = await pack(`${LESSON}.en.json`);

/** Text of HTML that the lesson's compiler made. */
const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");

test("every step of a lesson can be read: text, question, links to the guides, code", visit(async (page, context) => {
  const session = await context.newCDPSession(page);
  await open(page, LESSON);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  for (const [index, beat] of lesson.beats.entries()) {
    const step = words(`Step ${index + 1} of ${lesson.beats.length}`);
    const asks = (read) => [...all(read, "checkbox"), ...all(read, "radio")];
    // A step that asks is read before it plays, with its question, and once more at its end.
    for (const asked of beat.question ? [true, false] : [false]) {
      const tree = await until(session, (tree) => {
        const read = one(tree, "region", "Lesson");
        return words(read.text).includes(step) && asks(read).length > 0 === asked;
      });
      const read = one(tree, "region", "Lesson");
      one(read, "heading", beat.heading);
      assert.ok(words(read.text).includes(words(plain(beat.html))), `step ${index + 1} reads\n${read.text}`);
      for (const guide of beat.guides) one(read, "link", guide.label);
      assert.equal(await page.locator(".guides a:not([hreflang=en])").count(), 0, "RabbitMQ's documentation is in English");
      if (asked) {
        assert.ok(words(read.text).includes(words(plain(beat.question.html))), beat.question.ask);
        assert.ok(asks(read).length > 1 && asks(read).every((choice) => choice.name !== ""), beat.question.ask);
        one(read, "button", "Play without an answer");
      }
      const code = one(tree, "tabpanel", "Code");
      assert.ok(words(code.text).includes("import"), "the sample is read as text");
      await page.keyboard.press("n");
    }
  }
}, { reducedMotion: "reduce" }));

test("every moment can be read: what happened, why, the numbers, and on the stage all that the tables say", visit(async (page, context) => {
  const session = await context.newCDPSession(page);
  await open(page, LESSON);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const last = Number((await tableTree(page, session)).max);
  const counted = new Map();
  for (let at = 1; at <= last; at += 1) {
    await page.keyboard.press("ArrowRight");
    const tree = await until(session, (tree) => Number(one(tree, "slider", "Position in the run").value) === at && stageStands(tree));
    const [said] = all(tree, "status");
    assert.ok(said.text.length > 0, `event ${at}`);
    // At the end the challenge stands in its place.
    const asked = all(tree, "button", "Solution").length > 0;
    const [why] = all(tree, "region", /^what happened, and why$/i);
    assert.equal(why === undefined, asked, `event ${at}`);
    if (why) assert.ok(said.text.startsWith(all(why, "paragraph")[0].text), `event ${at}: ${said.text}`);
    for (const change of all(why ?? tree, "list", "Numbers that changed").flatMap((list) => all(list, "listitem"))) {
      const [, name, what, from, to] = change.text.match(/^(\S+)\s+(.+?)\s+(\d+) → (\d+)$/);
      assert.equal(counted.get(`${name} ${what}`) ?? 0, Number(from), `event ${at}: ${change.text} follows on what was said before`);
      counted.set(`${name} ${what}`, Number(to));
    }
    for (const [name, ready, unacked, consumers] of rows(tree, "Queues").slice(1)) {
      if (asked) Object.entries({ ready, unacked, consumers }).forEach(([what, number]) => counted.set(`${name} ${what}`, Number(number)));
      assert.deepEqual(["ready", "unacked", "consumers"].map((what) => counted.get(`${name} ${what}`) ?? 0), [ready, unacked, consumers].map(Number), `event ${at}`);
      const queue = one(tree, "button", new RegExp(`^Queue ${name}, `));
      assert.match(queue.name, new RegExp(`: ${ready} ready, ${unacked} unacked$`), `event ${at}`);
    }
    for (const [name, state, work, holds, , sent, received, acked] of rows(tree, "Programs").slice(1)) {
      if (asked) Object.entries({ holds, sent, received, acked }).forEach(([what, number]) => counted.set(`${name} ${what}`, Number(number)));
      const [program] = all(tree, "button", new RegExp(`^${name}, `));
      if (!program) continue;
      if (state === "killed") assert.match(program.name, /killed/, `event ${at}`);
      const held = program.name.match(/, holds ([\d ]+)$/)?.[1].split(" ") ?? [];
      assert.equal(held.length, Number(holds), `event ${at}: ${program.name}`);
      assert.equal(/, works on /.test(program.name), work !== "", `event ${at}: ${program.name}`);
    }
  }
}, { reducedMotion: "reduce" }));

/** Opens the table by keys, and returns the tree with the slider's largest value. */
async function tableTree(page, session) {
  await press(page, session, "Tab", "tab Code");
  await press(page, session, "ArrowRight", "tab Table");
  // Between tabs arrows choose one; from the tables on they step.
  await press(page, session, "Tab", "group Table");
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const slider = nodes.find((node) => node.role?.value === "slider");
  return { max: slider.properties.find(({ name }) => name === "valuemax").value.value };
}

/** Presses a key until something has the focus; at most as often as there are stops. */
async function press(page, session, key, until) {
  for (let stops = 0; stops < 150; stops += 1) {
    if ((await focused(session)) === until) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not come to ${until}`);
}

async function focused(session) {
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const has = (node) => node.properties?.some(({ name, value }) => name === "focused" && value.value === true) && node.role.value !== "RootWebArea";
  const node = nodes.find(has);
  return node ? `${node.role.value} ${node.name?.value}` : "";
}

/** Returns whether the stage is at rest: not marked as busy. */
const stageStands = (tree) => all(tree, "group", /^Stage/).length === 1;

/** Waits for the wanted tree and returns it. If it does not come, the error has the tree's text. */
async function until(session, wanted) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const tree = await readTree(session);
    if (wanted(tree)) return tree;
    if (Date.now() > deadline) assert.fail(`it is never as ${wanted}; it says\n${tree.text}`);
  }
}
