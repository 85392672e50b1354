
// The rest of the page's WebAssembly. It is fetched from now on, and joins the first part when the page asks for it.
const restAddress = new URL("./ADDRESS", import.meta.url);
let fetched = fetchRest();
let joined;

async function fetchRest() {
    const response = await fetch(restAddress, { priority: "low" });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return response.arrayBuffer();
}
// Whoever asks for the rest is told why it is not there; until then nobody is.
fetched.catch(() => {});

/** Promises the rest. Asked again after a failure, it tries again. */
export function rest() {
    fetched ??= fetchRest();
    joined ??= fetched.then((bytes) => WebAssembly.instantiate(bytes, importsOfRest())).then(restIsHere);
    return joined.catch((error) => {
        fetched = joined = undefined;
        throw error;
    });
}

/** Fetches and joins the rest while the page waits: the first part needs it and nobody has asked for it in time. */
function joinNow() {
    console.warn(`${restAddress} is needed before it was asked for`);
    const request = new XMLHttpRequest();
    request.open("GET", restAddress, false);
    // Without a promise there are no bytes, only text: one character a byte.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status >= 400) throw new Error(`${restAddress}: ${request.status} ${request.statusText}`);
    const bytes = Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
    new WebAssembly.Instance(new WebAssembly.Module(bytes), importsOfRest());
    restIsHere();
}

function restIsHere() {
    wasm.rest_is_here.value = 1;
}

function importsOfFirst() {
    return { ...__wbg_get_imports(), rest: { join_now: joinNow } };
}

function importsOfRest() {
    return { ...__wbg_get_imports(), first: wasm };
}
