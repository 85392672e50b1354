// Actions of the learner: acting in the past forks and says so, undo brings the old future back, the link restores everything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { addressed, button, length, open, position, rest, scrub, seen, tab } from "./lesson.mjs";

const visit = useBrowser();
const calm = { reducedMotion: "reduce" };

test("publishing in the past forks, says so, survives a reload, and can be undone", visit(async (page) => {
  await open(page, "hello-world");
  await tab(page, "Table");
  await button(page, "To the end").click();
  const oldLength = await length(page);
  const oldEnd = await seen(page);
  const middle = Math.floor(oldLength / 2);
  await scrub(page, middle);
  const before = await seen(page);

  await tab(page, "Try it");
  await page.getByText("You are in the past.", { exact: false }).waitFor();
  await page.getByLabel("routing key").fill("hello");
  await page.getByLabel("body").fill("from the learner “日本” & #1");
  await page.getByLabel("persistent").check();
  await button(page, "Publish").click();
  await page.getByText("You changed the past", { exact: false }).first().waitFor();
  assert.ok((await position(page)) > middle);

  await tab(page, "Table");
  await button(page, "To the end").click();
  await rest(page);
  const newEnd = await seen(page);
  assert.notDeepEqual(newEnd, oldEnd);
  await addressed(page);
  assert.match(await page.evaluate(() => decodeURIComponent(location.hash.replaceAll("+", " "))), /basic\.publish "" hello "from the learner “日本” & #1"/);

  await page.reload();
  await rest(page, Number(newEnd.position));
  await tab(page, "Table");
  assert.deepEqual(await seen(page), newEnd, "a reload must restore everything");

  await tab(page, "Try it");
  const undo = page.locator(".act-own").getByRole("button", { name: "Undo" });
  while (await undo.isEnabled()) {
    const shown = await page.locator(".act-own li").count();
    await undo.click();
    await page.waitForFunction((shown) => document.querySelectorAll(".act-own li").length < shown, shown);
  }
  await tab(page, "Table");
  await scrub(page, middle);
  assert.deepEqual(await seen(page), before);
  assert.equal(await length(page), oldLength);
}, calm));

test("what the learner does is in the address at once, even right after a step", visit(async (page) => {
  await open(page, "work-queues", 30);
  await tab(page, "Try it");
  const hash = await page.evaluate(() => {
    const press = (name) => [...document.querySelectorAll("button")].find((button) => (button.ariaLabel ?? button.innerText) === name).click();
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    press("One event back");
    return drawn().then(() => press("Kill worker1")).then(drawn).then(() => location.hash);
  });
  assert.match(hash, /do=29\+kill\+worker1/);
}, calm));

test("killing and starting a worker, its settings and the broker's end are all at hand", visit(async (page) => {
  await open(page, "work-queues", 30);
  await tab(page, "Try it");
  await button(page, "Kill worker1").click();
  await page.getByText("You changed the past", { exact: false }).first().waitFor();
  await button(page, "Start worker1").click();
  await page.getByRole("combobox", { name: "ack, worker2" }).selectOption({ label: "never" });
  await page.getByRole("combobox", { name: "prefetch, worker2" }).selectOption("3");
  await button(page, "Cut the power").click();
  await page.locator(".act-own li").nth(4).waitFor();
  const said = await page.locator(".act-own li").allInnerTexts();
  assert.deepEqual(said, ["kill worker1", "start worker1", "set worker2 ack=never", "set worker2 prefetch=3", "crash broker power"]);
  await page.locator(".act-broker").getByRole("button", { name: "Start" }).waitFor();

  await button(page, "Reset").click();
  await page.getByText("Your 5 actions were set aside", { exact: false }).first().waitFor();
  await rest(page, 0);
  await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
  await page.locator(".act-own li").nth(4).waitFor();
}, calm));

test("what cannot be done is refused with a reason, and nothing typed is lost", visit(async (page) => {
  await open(page, "hello-world", 12);
  await tab(page, "Table");
  const before = await seen(page);
  await tab(page, "Try it");
  const typed = "typed with care ".repeat(5_000);
  await page.getByLabel("body").fill(typed);
  await button(page, "Publish").click();
  const notice = page.locator(".notice.fault");
  await notice.getByText("That cannot be done here. Nothing has changed.").waitFor();
  assert.ok((await notice.innerText()).split("\n").length > 1, "it must say why");
  assert.equal(await page.getByLabel("body").inputValue(), typed);
  assert.equal(await page.locator(".act-own li").count(), 0);
  await tab(page, "Table");
  assert.deepEqual(await seen(page), before);
}, calm));

test("the inspector shows any node or message, its history, and goes to any moment of it", visit(async (page) => {
  await open(page, "hello-world");
  await button(page, "To the end").click();
  await tab(page, "Table");
  await page.locator(".tables").getByRole("button", { name: "hello", exact: true }).first().click();
  await page.getByRole("tab", { name: "Inspector", selected: true }).waitFor();
  assert.match(await page.locator(".inspector-now").innerText(), /hello/);
  const history = page.locator(".inspector-history li button");
  assert.ok((await history.count()) > 3);
  await history.last().click();
  await rest(page);
  assert.ok((await position(page)) < (await length(page)));
}, calm));

test("another panel under the stage begins at its top", visit(async (page) => {
  await open(page, "work-queues");
  await button(page, "To the end").click();
  await rest(page);
  const scrolled = () => page.evaluate(() => Math.max(...[...document.querySelectorAll("#evidence-panel, #evidence-panel *")].map((one) => one.scrollTop)));
  assert.ok((await scrolled()) > 0, "the log's last row is far from its first");
  await tab(page, "Try it");
  assert.equal(await scrolled(), 0);
}, calm));

test("whoever has changed the run is told that the text may not fit, from there on and until it is taken back", visit(async (page) => {
  await open(page, "work-queues", 40);
  const told = page.locator(".own-way");
  assert.equal(await told.count(), 0);
  await tab(page, "Try it");
  await page.locator(".act-broker").getByRole("button", { name: /^Restart/ }).click();
  await told.waitFor();
  await scrub(page, 39);
  assert.equal(await told.count(), 0, "before it nothing is changed");
  await scrub(page, 45);
  await told.waitFor();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await told.waitFor({ state: "detached" });
}, calm));
