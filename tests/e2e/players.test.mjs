// Two players in another page, one of them in a shadow tree: neither disturbs the other or the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./browser.mjs";
import { embed, rests } from "./embedding.mjs";

const visit = useBrowser();

/** All of a page that is not a player's. */
const theirs = (page) => page.evaluate(() => ({
  href: location.href,
  entries: history.length,
  title: document.title,
  root: [...document.documentElement.attributes].map(({ name, value }) => `${name}=${value}`),
  kept: { ...localStorage },
  passing: { ...sessionStorage },
  heading: getComputedStyle(document.getElementById("beat")).margin,
  text: getComputedStyle(document.getElementById("main")).font,
  link: getComputedStyle(document.querySelector("#main a")).color,
}));

/** Where a player stands, and what it says of itself. */
const state = (player) => player.evaluate((element) => {
  const root = element.querySelector(".warren");
  const { lang, dataset: { theme } } = root;
  return { lang, theme, at: root.querySelector(".scrubber input").value, title: root.querySelector("h1").textContent };
});

const calm = { reducedMotion: "reduce" };

test("two players stand where each was told to, and the page round them is as it was", visit(async (page) => {
  const { one, two, fetched } = await embed(page);
  assert.deepEqual(await state(one), { lang: "en", theme: "auto", at: "3", title: "Hello World" });
  const japanese = await state(two);
  assert.deepEqual({ ...japanese, title: "" }, { lang: "ja", theme: "dark", at: "5", title: "" });
  assert.notEqual(japanese.title, "Work Queues");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY", "nobody has taken the focus");
  const page_ = await theirs(page);
  assert.equal(new URL(page_.href).search + new URL(page_.href).hash, "?theirs=1#there");
  assert.deepEqual([page_.title, page_.root, page_.kept, page_.passing], ["Somebody else's page", ["lang=fr"], { theirs: "kept" }, {}]);
  const plain = await page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const inside = frame.contentDocument;
    inside.body.innerHTML = "<h1>-</h1><p><a href='#'>-</a></p>";
    const of = (selector) => frame.contentWindow.getComputedStyle(inside.querySelector(selector));
    const plain = { heading: of("h1").margin, text: of("p").font, link: of("a").color };
    frame.remove();
    return plain;
  });
  assert.deepEqual({ heading: page_.heading, text: page_.text, link: page_.link }, plain, "the players' styles are theirs alone");
  const wasm = fetched.filter((path) => path.endsWith(".wasm"));
  assert.deepEqual(wasm, [...new Set(wasm)], "each piece of the WebAssembly is fetched once");
  assert.ok(wasm.some((path) => path.includes("_simulation-")), wasm.join());
}, calm));

test("keys, clicks, language, theme and lesson of one player leave the other and the page alone", visit(async (page) => {
  const { one, two } = await embed(page);
  const [before, others] = [await theirs(page), await state(two)];
  const stays = async (what) => {
    assert.deepEqual(await state(two), others, what);
    assert.deepEqual(await theirs(page), before, what);
  };
  await page.keyboard.press("ArrowRight");
  assert.equal((await state(one)).at, "3", "keys outside are nobody's");
  await one.getByRole("main").focus();
  await page.keyboard.press("ArrowRight");
  await rests(one, 4);
  await stays("keys");
  await one.getByRole("button", { name: "One event forward" }).click();
  await rests(one, 5);
  await stays("clicks");
  await one.getByRole("main").focus();
  await page.keyboard.press("?");
  await one.getByRole("dialog").waitFor();
  assert.equal(await two.getByRole("dialog").count(), 0);
  await page.keyboard.press("Escape");
  await one.getByRole("dialog").waitFor({ state: "detached" });
  await one.getByLabel("Theme", { exact: true }).selectOption("light");
  await one.getByLabel("Language", { exact: true }).selectOption("ko");
  await one.locator(".warren[lang=ko][data-theme=light]").waitFor();
  await stays("language and theme");
  await one.locator("button.menu").click();
  await one.locator("a.lesson").nth(4).click();
  // The list is behind its button again.
  await one.locator("li:nth-child(5) a.lesson.current").waitFor({ state: "attached" });
  await rests(one, 0);
  await stays("another lesson");

  const [still, moved] = [await state(one), await theirs(page)];
  await two.getByRole("main").focus();
  await page.keyboard.press("ArrowRight");
  await rests(two, 6);
  await page.keyboard.press("End");
  await two.locator(".transport button:disabled").first().waitFor();
  await page.keyboard.press("n");
  assert.deepEqual([await state(one), await theirs(page)], [still, moved], "the player in the shadow tree");
  assert.ok(await page.evaluate(() => document.activeElement.id === "two" && document.activeElement.shadowRoot.activeElement.matches("main")));
}, calm));

test("a player scrolls itself, never the page round it", visit(async (page) => {
  const { two } = await embed(page);
  // On a phone a lesson that plays brings its stage to the top.
  await page.evaluate(() => scrollTo(0, document.getElementById("two").offsetTop - 150));
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 0);
  await two.getByRole("main").evaluate((main) => main.focus({ preventScroll: true }));
  await page.keyboard.press("Space");
  await page.waitForFunction(() => Number(document.getElementById("two").shadowRoot.querySelector(".scrubber input").value) > 5);
  await page.keyboard.press("Space");
  await two.locator(".stage[data-moving=false]").waitFor();
  assert.equal(await page.evaluate(() => scrollY), before);
}, { ...calm, viewport: { width: 390, height: 844 } }));

test("no two elements of a page share an id, and every reference of a player is to an element of its own", visit(async (page) => {
  const { one, two } = await embed(page);
  for (const player of [one, two]) {
    for (const tab of await player.locator(".evidence [role=tab]").all()) {
      await tab.click();
      const faults = await player.evaluate((element) => {
        const root = element.querySelector(".warren");
        const all = [...document.querySelectorAll("[id]"), ...document.getElementById("two").shadowRoot.querySelectorAll("[id]")];
        const ids = all.map((one) => one.id);
        const faults = ids.filter((id, at) => ids.indexOf(id) !== at);
        for (const name of ["for", "list", "aria-labelledby", "aria-controls", "aria-describedby", "aria-activedescendant"]) {
          for (const one of root.querySelectorAll(`[${name}]`)) {
            for (const id of one.getAttribute(name).split(" ")) {
              // The id of a row that is not drawn, or of a panel of another tab, does not exist yet.
              const meant = all.filter((other) => other.id === id);
              if (!id.startsWith("warren-") || meant.some((other) => !root.contains(other))) faults.push(`${name}=${id}`);
            }
          }
        }
        return faults;
      });
      assert.deepEqual(faults, [], await tab.innerText());
    }
  }
}, calm));

test("a player that is taken away is gone, and the other goes on", visit(async (page) => {
  const { one, two } = await embed(page);
  await page.evaluate(() => players[0].remove());
  assert.equal(await one.evaluate((element) => element.childNodes.length), 0);
  await two.getByRole("main").focus();
  await page.keyboard.press("ArrowRight");
  await rests(two, 6);
}, calm));
