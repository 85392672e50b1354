// Links to a step: complete ones restore everything; broken ones are read as far as possible, report the error and leave a working page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { load, useBrowser } from "./browser.mjs";
import { LESSONS, addressed, button, length, open, openLessons, position, rest, scrubber, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };

const BROKEN = [
  ["an unknown version", "v=9&lesson=hello-world&at=3", /another version of Warren \(9/, 3],
  ["no version", "lesson=hello-world&at=3", /does not say which version/, 3],
  ["a position that is no number", "v=1&lesson=hello-world&at=three", /“three” is not a position/, 0],
  ["a position beyond the end", "v=1&lesson=hello-world&at=99999", /points to event 99999/, undefined],
  ["a lesson that does not exist", "v=1&lesson=brewing-tea&at=7", /no lesson named “brewing-tea”/, 0],
  ["a fingerprint that is none", "v=1&lesson=hello-world&at=2&run=new", /“new” is not a run's fingerprint/, 2],
  ["an action that is none", "v=1&lesson=hello-world&at=2&do=make+tea", /“make tea” is not an action/, 2],
  ["an action that does not parse", "v=1&lesson=hello-world&at=2&do=2+explode+broker", /“explode broker” does not fit this run/, 2],
  ["an action behind the end", "v=1&lesson=hello-world&do=99999+advance+1s", /“advance 1s” does not fit this run .*no place 99999/, 0],
  [
    "two actions at one event",
    "v=1&lesson=hello-world&at=3&do=2+latency+5ms&do=2+advance+1s",
    /“advance 1s” does not fit this run .*no place 2 .*between 3 and/,
    3,
  ],
  ["a position but no lesson", "v=1&at=7", /does not say of which lesson/, 0],
  ["actions but no lesson", "v=1&do=2+advance+1s", /does not say of which lesson/, 0],
  ["a language that is not here", "v=1&lesson=hello-world&at=3&lang=tlh", /no texts in the language “tlh”/, 3],
  ["an unknown field", "v=1&lesson=hello-world&speed=9", /no field “speed”/, 0],
  ["bytes that are not text", "v=1&lesson=hello-world&lang=%ff%fe", /not readable text/, 0],
  ["nonsense", "%%%&&&===", /does not say which version/, 0],
  ["far too much", `v=1&lesson=hello-world&do=1+${"x".repeat(120_000)}`, /at most 100000 are read/, 0],
];

for (const [what, fragment, said, at] of BROKEN) {
  test(`a link with ${what} says so and the page works`, visit(async (page) => {
    await load(page, `#${fragment}`);
    await scrubber(page).waitFor();
    const notice = page.locator(".notice");
    await notice.waitFor();
    assert.match(await notice.innerText(), said);
    await rest(page, at ?? (await length(page)));
    assert.ok((await notice.locator("textarea").inputValue()).length > 0, "what was in the link must be kept");

    await notice.getByRole("button", { name: "Close" }).click();
    await button(page, at === undefined ? "One event back" : "One event forward").click();
    await rest(page, at === undefined ? (await length(page)) - 1 : at + 1);
    await addressed(page);
  }, calm));
}

test("a link to a lesson whose scenario is broken names that lesson, whatever the link names", visit(async (page) => {
  await page.route("**/generated/*.code.json", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), scenario: "explode broker" } });
  });
  await load(page, "#v=1&lesson=brewing-tea");
  const failure = page.locator(".failure");
  await failure.waitFor();
  assert.match(await failure.innerText(), /hello-world: .*explode/s);
}, calm));

test("a link from a file is followed, its language too", visit(async (page) => {
  await open(page, "hello-world", 5);
  await button(page, "Copy link to this step").click();
  const buffer = Buffer.from("v=1&lesson=work-queues&at=7&lang=ja-JP");
  await page.locator("input[type=file]").setInputFiles({ name: "step.warren-link", mimeType: "text/plain", buffer });
  await page.locator("html[lang=ja]").waitFor();
  await rest(page, 7);
  assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("lesson"), "work-queues");
  assert.equal(await page.locator(".notice").count(), 0);
}, calm));

test("a language that is not here is a fault of a link, not of what else asks for it", visit(async (page) => {
  await load(page, "?lang=tlh#v=1&lesson=hello-world&at=3");
  await rest(page, 3);
  assert.equal(await page.locator(".notice").count(), 0);
  await page.evaluate(() => {
    location.hash = "#v=1&lesson=hello-world&at=5&lang=tlh";
  });
  await page.locator(".notice").waitFor();
  await rest(page, 5);
  assert.match(await page.locator(".notice").innerText(), /no texts in the language “tlh”/);
}, { ...calm, locale: "fr-FR" }));

const FROZEN = (await readFile(new URL("../links/frozen.txt", import.meta.url), "utf8"))
  .matchAll(/^(v=1&lesson=([\w-]+)&at=(\d+)&.*)\n +run=(\w{8})\n(?! +does not fit)/gm);

test("links made before open at their place; with the fingerprint of the run they are as silent, with another the page says so", visit(async (page) => {
  const shown = new Map();
  for (const [, fragment, lesson, at, run] of FROZEN) {
    // One of each kind of each lesson: native tests check that all of them fit, this one that WebAssembly gives the same fingerprint.
    const kind = `${lesson} ${fragment.includes("&do=")}`;
    if (shown.has(kind)) continue;
    shown.set(kind, fragment);
    for (const [more, told] of [["", 0], [`&run=${run}`, 0], ["&run=00000000", 1]]) {
      await page.goto("about:blank");
      await load(page, `#${fragment}${more}`);
      await rest(page, Number(at));
      assert.equal(await page.locator(".notice").count(), told, fragment + more);
    }
    assert.match(await page.locator(".notice").innerText(), /no longer what it was when the link was made/);
    await button(page, "Close").click();
    await button(page, "One event back").click();
    await rest(page, Number(at) - 1);
    await addressed(page);
    assert.match(page.url(), /&run=[0-9a-f]{8}&/);
    assert.doesNotMatch(page.url(), new RegExp(`run=${run}|run=00000000`));
  }
  assert.equal(shown.size, 2 * LESSONS.length);
}, calm));

test("the link copied opens the same step in a new window", visit(async (page, context) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "work-queues", 25);
  await button(page, "Copy link to this step").click();
  await page.getByText("Copied.").waitFor();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto(url);
  await rest(other, 25);
  assert.equal(await other.locator("h1").innerText(), "Work Queues");
}, calm));

test("the browser's back returns to the lesson before, and a changed fragment is followed", visit(async (page) => {
  await open(page, "hello-world", 5);
  await openLessons(page);
  await page.getByRole("link", { name: /Work Queues/ }).first().click();
  await page.getByRole("heading", { level: 1, name: "Work Queues" }).waitFor();
  await rest(page, 0);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Hello World" }).waitFor();
  await rest(page, 5);
  await page.evaluate(() => {
    location.hash = "#v=1&lesson=hello-world&at=9";
  });
  await rest(page, 9);
  assert.equal(await position(page), 9);
}, calm));

test("an address that waits to be written never overwrites where the reader has gone meanwhile", visit(async (page) => {
  await open(page, "work-queues", 5);
  await page.evaluate(async () => {
    const forward = document.querySelector("[aria-label='One event forward']");
    for (const _ of [1, 2, 3]) {
      forward.click();
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    location.hash = "#v=1&lesson=hello-world&at=9";
    // Pending changes are written now, before the browser reports the change of the address.
    dispatchEvent(new Event("pagehide"));
  });
  await page.getByRole("heading", { level: 1, name: "Hello World" }).waitFor();
  await rest(page, 9);
}, calm));

test("a link that is followed while the lesson is on its way in another language is told in its own", visit(async (page) => {
  await open(page, "work-queues", 2);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const ko = "**/generated/work-queues.ko.json";
  await page.route("**/generated/text.zh-Hans.json", async (route) => {
    await released;
    await route.continue();
  });
  await page.route(ko, async (route) => {
    // Only now, while the lesson is on its way, the link is followed.
    await page.evaluate(() => (location.hash = "#v=1&lesson=work-queues&at=2&lang=zh-Hans&do=2+explode+broker"));
    await route.continue();
  });
  const came = page.waitForResponse(ko);
  await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("ko");
  await (await came).finished();
  release();
  await page.locator(".notice.fault").getByText("没有 `explode` 这种语句").waitFor();
}, calm));

test("every why leads to its rule in the fidelity ledger and to RabbitMQ's guide", visit(async (page, context) => {
  await open(page, "work-queues");
  await tab(page, "Why");
  const last = await length(page);
  const seen = new Set();
  for (let at = 1; at <= last; at += 1) {
    await button(page, "One event forward").click();
    await rest(page, at);
    const why = page.locator(".why-text");
    const links = await why.locator("a.rule").evaluateAll((all) => all.map((link) => link.href));
    const causes = await why.locator("p.because").count();
    const [guides, rules] = [true, false].map((there) => links.filter((link) => link.startsWith("https://www.rabbitmq.com/docs/") === there));
    assert.deepEqual([rules.length, guides.length], [causes, causes], `event ${at}`);
    rules.forEach((link) => seen.add(link));
  }
  assert.ok(seen.size > 5, [...seen].join());
  const ledger = await context.newPage();
  for (const link of seen) {
    await ledger.goto(link);
    assert.equal(await ledger.locator("h3:target").innerText(), new URL(link).hash.slice(1));
  }
}, calm));
