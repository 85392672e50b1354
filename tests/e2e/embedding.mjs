// A page of somebody else's with two players in it, one of them in a shadow tree, for the end-to-end tests. It deliberately asserts nothing.
import { address } from "./browser.mjs";

/** A page with things of its own that a player has too: ids, classes, a title, a language, an address, something kept. */
const SOMEBODY_ELSES = `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8" />
    <title>Somebody else's page</title>
    <link rel="icon" href="data:," />
    <style>.player { height: 700px; }</style>
  </head>
  <body>
    <h1 id="beat">Somebody else's heading</h1>
    <p id="main">Somebody else's text with <a href="#elsewhere">a link</a>.</p>
    <div id="one" class="player"></div>
    <div id="two" class="player"></div>
    <script type="module">
      import { mount } from "./player.js";
      const inside = document.createElement("div");
      inside.className = "in-the-shadow";
      inside.style.height = "100%";
      document.getElementById("two").attachShadow({ mode: "open" }).append(inside);
      globalThis.players = await Promise.all([
        mount(document.getElementById("one"), { lesson: "hello-world", at: 3, lang: "en" }),
        mount(inside, { lesson: "work-queues", at: 5, lang: "ja", theme: "dark" }),
      ]);
    </script>
  </body>
</html>`;

/** Opens that page and waits until both players stand. Gives them, and what was fetched. */
export async function embed(page) {
  const fetched = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await page.route("**/somebody-elses.html*", (route) => route.fulfill({ contentType: "text/html", body: SOMEBODY_ELSES }));
  await page.goto(new URL("somebody-elses.html?theirs=1#there", address).href);
  await page.evaluate(() => localStorage.setItem("theirs", "kept"));
  const [one, two] = [page.locator("#one"), page.locator("#two .in-the-shadow")];
  await rests(one, 3);
  await rests(two, 5);
  return { one, two, fetched };
}

/** Waits until a player stands still at a position. */
export async function rests(player, at) {
  await player.locator(`.scrubber:has(input)`).waitFor();
  await player.evaluate(async (element, at) => {
    const stands = () =>
      element.querySelector(".scrubber input")?.value === String(at) && element.querySelector(".stage")?.dataset.moving === "false";
    while (!stands()) await new Promise((drawn) => requestAnimationFrame(drawn));
  }, at);
}
