// The console: listings and statements are typed, completed, corrected and recalled; its actions are like those made elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { useBrowser } from "./browser.mjs";
import { addressed, button, length, open, openLessons, position, rest, scrub, seen, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };
/** In the middle of Work Queues worker1 and worker2 are at work. */
const AT_WORK = 38;

const field = (page) => page.locator("#console-field");
const entries = (page) => page.locator(".console-entry");
const options = (page) => page.locator("#console-list [role=option]");
const newest = (page) => entries(page).last();

/** Opens the console of a lesson. */
async function console_(page, at = AT_WORK, lesson = "work-queues") {
  await open(page, lesson, at);
  await tab(page, "Console");
}

/** Types a line and enters it, and waits for its answer. */
async function enter(page, line) {
  const before = await entries(page).count();
  await field(page).fill(line);
  await field(page).press("Enter");
  await entries(page).nth(before).waitFor();
}

/** The caret's place in the field. */
const caret = (page) => field(page).evaluate((input) => input.selectionStart);

test("a listing says what the table shows, at the moment where one stands", visit(async (page) => {
  await console_(page);
  for (const at of [AT_WORK, 90, 120]) {
    await scrub(page, at);
    await tab(page, "Table");
    const rows = await page.locator(".tables table").first().locator("tbody tr").evaluateAll((rows) =>
      rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
    await tab(page, "Console");
    await enter(page, "rabbitmqctl list_queues -q name messages_ready messages_unacknowledged");
    const printed = await newest(page).locator("pre").evaluate((pre) => pre.textContent);
    const listed = printed.trim().split("\n").slice(1).map((line) => line.split("\t"));
    assert.ok(listed.length > 0);
    assert.deepEqual(listed, rows.map((row) => row.slice(0, 3)), printed);
  }
  // Every entry shows its position, and leads there.
  await entries(page).first().getByRole("button", { name: `Go to event ${AT_WORK}` }).click();
  await rest(page, AT_WORK);
  assert.equal(await entries(page).count(), 3);
}, calm));

test("a statement acts here, forks, is in the link, and can be undone", visit(async (page) => {
  await console_(page);
  const before = { ...(await seen(page)), length: await length(page) };
  await enter(page, "kill worker1");
  await page.locator(".notice", { hasText: "You changed the past" }).waitFor();
  assert.match(await newest(page).innerText(), /worker1.*\n.*You changed the past/s);
  await rest(page, AT_WORK + 1);
  await addressed(page);
  assert.match(await page.evaluate(() => decodeURIComponent(location.hash.replaceAll("+", " "))), new RegExp(`do=${AT_WORK} kill worker1`));
  await page.locator(".stage", { hasText: "killed" }).waitFor();
  await tab(page, "Log");
  assert.match(await page.locator(".moment.now").innerText(), /worker1/);
  const after = { ...(await seen(page)), length: await length(page) };
  assert.notDeepEqual(after, before);

  await page.reload();
  await rest(page, AT_WORK + 1);
  await page.locator(".stage", { hasText: "killed" }).waitFor();
  await tab(page, "Try it");
  assert.deepEqual(await page.locator(".act-own li").allInnerTexts(), ["kill worker1"]);

  await tab(page, "Console");
  await enter(page, "advance 5s");
  await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  await newest(page).getByText("This belongs to another run", { exact: false }).waitFor();
  await rest(page, AT_WORK + 1);
}, calm));

test("what is wrong is underlined and explained, and what was meant is taken by a click", visit(async (page) => {
  await console_(page);
  const before = await length(page);
  await enter(page, "kill wroker1");
  assert.equal(await newest(page).locator("mark").innerText(), "wroker1");
  assert.match(await newest(page).innerText(), /there is no client wroker1/);
  assert.equal(await field(page).inputValue(), "kill wroker1", "nothing typed is lost");
  assert.equal(await field(page).getAttribute("aria-invalid"), "true");
  const described = await field(page).evaluate((input) =>
    input.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" "));
  assert.match(described, /there is no client wroker1.*did you mean worker1/);
  assert.equal(await length(page), before);
  assert.equal(await page.locator(".notice").count(), 0);

  await newest(page).getByRole("button", { name: "kill worker1" }).click();
  assert.equal(await field(page).inputValue(), "kill worker1");
  assert.equal(await field(page).getAttribute("aria-invalid"), "false");
  assert.equal(await page.evaluate(() => document.activeElement.id), "console-field");
  assert.equal(await caret(page), "kill worker1".length);
  assert.equal(await length(page), before, "it is only put into the field");

  await enter(page, "list_queue name");
  await newest(page).getByText("Command 'list_queue' not found.").waitFor();
  await newest(page).getByRole("button", { name: "list_queues name" }).click();
  await field(page).press("Enter");
  await newest(page).locator("pre", { hasText: "hello" }).waitFor();
}, calm));

test("suggestions complete by keyboard alone, and Tab leaves where there is nothing to take", visit(async (page) => {
  await console_(page);
  await field(page).focus();
  await page.keyboard.type("ki");
  assert.deepEqual(await options(page).locator("span:first-child").allInnerTexts(), ["kill"]);
  assert.equal(await field(page).getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  await options(page).nth(1).waitFor();
  assert.equal(await field(page).inputValue(), "kill ");
  const wanted = await options(page).nth(1).locator("span").first().innerText();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.locator("#console-list [aria-selected=true]", { hasText: wanted }).waitFor();
  assert.equal(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).textContent), `${wanted}NAME`);
  await page.keyboard.press("Enter");
  await page.waitForFunction((text) => document.querySelector("#console-field").value === text, `kill ${wanted} `);
  assert.equal(await entries(page).count(), 0, "taking is not entering");
  assert.equal(await options(page).count(), 0);
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "console-field");

  await field(page).fill("");
  await field(page).focus();
  await page.keyboard.press("ArrowDown");
  await options(page).first().waitFor();
  await page.keyboard.press("Escape");
  await options(page).first().waitFor({ state: "detached" });
  // No trap: Escape, and Tab leaves, though it could complete; Shift+Tab leaves at once.
  await page.keyboard.type("ki");
  await options(page).first().waitFor();
  await page.keyboard.press("Escape");
  await options(page).first().waitFor({ state: "detached" });
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "console-field");
  assert.equal(await field(page).inputValue(), "ki");
  await field(page).fill("kil");
  await options(page).first().waitFor();
  await page.keyboard.press("Shift+Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "console-field");
  await options(page).first().waitFor({ state: "detached" });
  await field(page).fill("");
  await page.keyboard.type("list_queues name,messages_r");
  await options(page).first().click();
  await page.waitForFunction(() => document.querySelector("#console-field").value === "list_queues name,messages_ready ");
  assert.equal(await page.evaluate(() => document.activeElement.id), "console-field");
  assert.equal(await position(page), AT_WORK, "the page's own keys rest while one types");
}, calm));

test("the arrows recall what was entered, over a reload too, and bring back what was half typed", visit(async (page) => {
  await console_(page);
  await enter(page, "list_queues");
  await enter(page, "list_bindings");
  await page.reload();
  await rest(page, AT_WORK);
  await tab(page, "Console");
  await field(page).fill("latency 5");
  const shown = async (key, text) => {
    await field(page).press(key);
    await page.waitForFunction((text) => document.querySelector("#console-field").value === text, text);
  };
  await shown("ArrowUp", "list_bindings");
  await shown("ArrowUp", "list_queues");
  await shown("ArrowDown", "list_bindings");
  await shown("ArrowDown", "latency 5");
  assert.equal(await caret(page), "latency 5".length);
}, calm));

test("the transcript is kept while one looks elsewhere, and another lesson begins a new one", visit(async (page) => {
  await console_(page);
  await enter(page, "list_queues");
  await field(page).fill("half typed");
  await tab(page, "Log");
  await tab(page, "Console");
  assert.equal(await entries(page).count(), 1);
  assert.equal(await field(page).inputValue(), "half typed");
  await openLessons(page);
  await page.getByRole("link", { name: /Routing/ }).first().click();
  await page.getByRole("heading", { level: 1, name: "Routing" }).waitFor();
  await tab(page, "Console");
  assert.equal(await entries(page).count(), 0);
  assert.equal(await field(page).inputValue(), "");
}, calm));

test("several lines that are pasted are all carried out, or none", visit(async (page, context) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await console_(page);
  const before = await length(page);
  const paste = async (text) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await field(page).focus();
    await page.keyboard.press("ControlOrMeta+v");
    await page.waitForFunction((text) => document.querySelector("#console-field").value === text, text);
    assert.equal(await page.evaluate(() => document.activeElement.id), "console-field");
    await page.keyboard.press("Enter");
  };
  const wrong = "kill worker1\nset worker2 prefetch=5\nkill wroker2";
  await paste(wrong);
  await newest(page).getByText("there is no client wroker2").waitFor();
  assert.equal(await length(page), before);
  assert.equal(await field(page).inputValue(), wrong);
  await newest(page).getByRole("button", { name: "Write instead" }).click();
  await page.waitForFunction(() => document.querySelector("#console-field").value.endsWith("kill worker2"));
  await field(page).press("Enter");
  await page.locator(".notice", { hasText: "You changed the past" }).waitFor();
  await tab(page, "Try it");
  assert.deepEqual(await page.locator(".act-own li").allInnerTexts(), ["kill worker1", "set worker2 prefetch=5", "kill worker2"]);
}, calm));

test("help shows what can be typed here, made of what exists here", visit(async (page) => {
  await console_(page);
  await enter(page, "help");
  await newest(page).getByRole("button", { name: "kill worker1" }).click();
  assert.equal(await field(page).inputValue(), "kill worker1");
  await field(page).fill("clear");
  await field(page).press("Enter");
  await entries(page).first().waitFor({ state: "detached" });
}, calm));

test("nothing is done while an input method composes", visit(async (page) => {
  await console_(page);
  await field(page).fill("list_queues");
  await field(page).evaluate((input) => {
    for (const key of ["Enter", "Tab", "ArrowDown"]) {
      input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, isComposing: true }));
    }
  });
  assert.equal(await field(page).inputValue(), "list_queues");
  assert.equal(await entries(page).count(), 0);
  await field(page).press("Enter");
  await entries(page).first().waitFor();
}, calm));

for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${viewport.width} px, ${colorScheme}: axe-core finds nothing, and wide output never makes the page scroll sideways`, visit(async (page) => {
      await console_(page);
      assert.deepEqual(await violations(page), [], "empty");
      await enter(page, `list_consumers queue_name channel_pid consumer_tag ack_required prefetch_count active arguments`);
      await enter(page, "set worker2 prefech=3");
      await enter(page, `kill ${"x".repeat(200)}`);
      assert.deepEqual(await violations(page), [], "entries");
      await field(page).fill("worker2: basic.");
      await options(page).first().waitFor();
      await field(page).press("ArrowDown");
      await page.locator("#console-list [aria-selected=true]").waitFor();
      assert.deepEqual(await violations(page), [], "suggestions");
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.ok(!wider);
      const outside = await page.evaluate(() => {
        const list = document.querySelector("#console-list").getBoundingClientRect();
        const frame = document.querySelector(".console").getBoundingClientRect();
        return list.top < 0 || list.right > frame.right || list.bottom > innerHeight || list.height < 200;
      });
      assert.ok(!outside, "the suggestions are to be seen");
    }, { viewport, colorScheme, ...calm }));
  }
}

test("what is wrong is told in the reader's language, rabbitmqctl's words in its own", visit(async (page) => {
  await open(page, "work-queues", AT_WORK, { lang: "ja" });
  await tab(page, "コンソール");
  const told = () => newest(page).locator(".console-wrong").innerText();
  await enter(page, "kill wroker1");
  assert.match(await told(), /クライアント wroker1 はありません[^]*もしかして worker1 でしょうか/);
  assert.equal(await newest(page).locator("[lang=en]").count(), 0);
  await enter(page, "list_queue name");
  assert.equal(await newest(page).locator(".console-wrong [lang=en]").count(), 2);

  // Earlier errors are shown anew in another language.
  await enter(page, "start worker1");
  assert.match(await told(), /worker1 はすでに実行中です/);
  await page.getByRole("combobox", { name: "言語", exact: true }).selectOption("ko");
  await newest(page).getByText("이미 실행 중입니다", { exact: false }).waitFor();

  // A link's action that does not fit, and an action of the tab.
  await open(page, "work-queues", 2, { lang: "zh-Hans", do: "2 explode broker" });
  const notice = page.locator(".notice.fault");
  await notice.getByText("没有 `explode` 这种语句", { exact: false }).waitFor();
  await tab(page, "试一试");
  await page.getByLabel("body").fill("x".repeat(70_000));
  await button(page, "发布").click();
  await notice.getByText("一行最多 65536 个字符").waitFor();
}, calm));
