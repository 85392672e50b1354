// Puts players into the elements of any page:
//
//     import { mount } from "https://.../player.js";
//     const player = await mount(document.querySelector("#here"), { lesson: "work-queues", at: 12 });
//     player.remove();
//
// Options: `lesson` (its id), `at` (the event to stand at), `lang`, `theme` ("light", "dark" or "auto"), `link` (a fragment as the page's own links have
// it, in the place of lesson, at and lang), `base` (where the page and its packs are; where this file is, if it is not said). All may be left out.
//
// A player fills its element, in a shadow tree or not. It reads and writes neither address, title nor storage of the page. Each has an instance of the
// WebAssembly module of its own, so that one that fails leaves the others alone; what is fetched and compiled they share.
const { script, wasm, styles } = FILES;
const here = new URL(".", import.meta.url).href;
let instances = 0;
let compiled;

/** Puts a player into an element, which must be in the document or in a shadow tree of it. */
export async function mount(element, { lesson, at, lang, theme, link, base = here } = {}) {
  const fields = Object.entries({ v: 1, lesson, at, lang }).filter(([, value]) => value !== undefined);
  const options = { theme, base: new URL(base, document.baseURI).href, again: enter };
  let root;
  let leave;
  await styled(element.getRootNode());
  await enter(link ?? String(new URLSearchParams(fields)));
  return {
    remove() {
      // One that has failed is left already.
      if (!root.querySelector(".panic")) leave();
      root.remove();
    },
  };

  /** Begins at a link: for the first time, or in the place of a player that has failed. */
  async function enter(link) {
    const { mount, load, ids } = await instance();
    const before = root;
    root = document.createElement("div");
    root.className = "warren warren-app";
    if (before) before.replaceWith(root);
    else element.append(root);
    leave = mount(root, { ...options, link, load, ids });
  }
}

/** Makes a new instance of the module: a script at another address, if only by its fragment, is another script. */
async function instance() {
  const number = (instances += 1);
  const { default: init, mount, load } = await import(new URL(`${script}#${number}`, here));
  await init({ module_or_path: await module() });
  return { mount, load, ids: `warren-${number}-` };
}

/** The compiled module; asked again after a failure, it tries again. */
function module() {
  compiled ??= fetched(new URL(wasm, here)).then(WebAssembly.compile);
  return compiled.catch((error) => {
    compiled = undefined;
    throw error;
  });
}

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

/** Brings the style sheets into a document or a shadow tree, unless they are there. */
async function styled(tree) {
  const into = tree.head ?? tree;
  const links = styles.map((style) => new URL(style, here).href);
  const there = [...into.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
  const loads = links.filter((href) => !there.includes(href)).map((href) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    const loaded = new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = () => reject(new Error(`${href} could not be loaded`));
    });
    into.append(link);
    return loaded;
  });
  await Promise.all(loads);
}
