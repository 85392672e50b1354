
// Loads the chunks of the page's WebAssembly: fetches the simulation at once and the others on request. Each joins on request.
const chunks = CHUNKS;
/** The fetched and compiled modules by address, shared by all instances of this script on a page. */
const shared = (globalThis.warrenChunks ??= {});
/** The exports of joined chunks and of the first one, by name. */
const joinedExports = {};

for (const chunk of Object.values(chunks)) {
    chunk.url = new URL(chunk.address, import.meta.url);
    if (!chunk.needs) fetched(chunk);
}

function fetched(chunk) {
    const module = (shared[chunk.url] ??= fetchChunk(chunk));
    // The caller that requests the chunk gets the error; until then it is not reported.
    module.catch(() => {});
    return module;
}

async function fetchChunk(chunk) {
    const response = await fetch(chunk.url, { priority: "low" });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return WebAssembly.compile(await response.arrayBuffer());
}

/** Promises a chunk and those it needs. A request after a failure tries again. */
export function load(name) {
    const chunk = chunks[name];
    chunk.joined ??= Promise.all([fetched(chunk), chunk.needs && load(chunk.needs)])
        .then(([module]) => join(name, module));
    return chunk.joined.catch((error) => {
        shared[chunk.url] = chunk.joined = undefined;
        throw error;
    });
}

/** Fetches and joins a chunk while the page waits: code of it is called and nobody has asked for it in time. */
function loadNow(name) {
    const chunk = chunks[name];
    if (joinedExports[name]) return;
    if (chunk.needs) loadNow(chunk.needs);
    console.warn(`${chunk.url} is needed before it was asked for`);
    const request = new XMLHttpRequest();
    request.open("GET", chunk.url, false);
    // Without a promise there are no bytes, only text: one character a byte.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status >= 400) throw new Error(`${chunk.url}: ${request.status} ${request.statusText}`);
    const bytes = Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
    join(name, new WebAssembly.Module(bytes));
}

/** Adds a chunk to the page, unless it came on another way meanwhile. */
function join(name, module) {
    if (joinedExports[name]) return;
    const instance = new WebAssembly.Instance(module, { ...__wbg_get_imports(), ...joinedExports, first: wasm });
    joinedExports[name] = instance.exports;
    wasm[`here_${name}`].value = 1;
}

function importsOfFirst() {
    const loader = Object.fromEntries(Object.keys(chunks).map((name) => [name, () => loadNow(name)]));
    return { ...__wbg_get_imports(), loader };
}
