// The simulator's JavaScript API (crates/wasm) as a JavaScript program in a browser sees it: objects, methods, errors, and the TypeScript
// declarations against the real values. Replay equal to live is tested from within WebAssembly; here runs are only walked.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import ts from "typescript";
import { useBrowser } from "./browser.mjs";
import { LESSONS, pack } from "./lesson.mjs";

const address = process.env.WARREN_JS_API;
const declarations = process.env.WARREN_JS_API_TYPES;
const visit = useBrowser();

const HELLO = `# Kept to the letter.
client send
client receive worker queue=hello ack=after think=1s
start send
send: queue.declare hello
at 500ms mark published
send: basic.publish "" hello "Hello World!"
advance 1s
start receive
`;

/** Opens the empty page with the module loaded as `window.warren`. */
async function load(page) {
  assert.ok(address && declarations, "WARREN_JS_API is not set: run `cargo xtask test e2e`");
  await page.goto(new URL("js_api.html", address).href);
  await page.evaluate(async () => {
    const warren = await import("./warren_wasm.js");
    await warren.default();
    window.warren = warren;
  });
}

test("a scenario is stepped forwards and back, and read as plain objects", visit(async (page) => {
  await load(page);
  const seen = await page.evaluate((text) => {
    const simulation = new window.warren.Simulation(text);
    const hello = () => simulation.overview().broker.queues.find((queue) => queue.name === "hello");
    const walk = [];
    do walk.push(JSON.stringify(simulation.overview())); while (simulation.step());
    const atEnd = { position: simulation.position, length: simulation.length, stepped: simulation.step(), end: simulation.end() };
    const back = [];
    do back.unshift(JSON.stringify(simulation.overview())); while (simulation.back());
    const [mark] = simulation.marks();
    const kinds = [];
    let most = 0;
    for (let index = 0; index < simulation.length; index++) {
      simulation.seek(index);
      most = Math.max(most, hello()?.messages_ready ?? 0);
      kinds.push(...simulation.moment(index).events.map((event) => (typeof event === "string" ? event : Object.keys(event)[0])));
    }
    const sent = simulation.moment(mark.position).sent[0].request.Command.BasicPublish;
    const body = new TextDecoder().decode(new Uint8Array(sent.content.body));
    const prototype = Object.getPrototypeOf(simulation.overview()) === Object.prototype;
    return { same: JSON.stringify(walk) === JSON.stringify(back), walked: walk.length, atEnd, mark, body, most, kinds, prototype, text: simulation.scenario(), past: simulation.moment(simulation.length) };
  }, HELLO);
  assert.equal(seen.same, true, "every position looks the same on the way back");
  assert.ok(seen.atEnd.length > 10);
  assert.equal(seen.walked, seen.atEnd.length + 1);
  assert.deepEqual(seen.atEnd, { position: seen.atEnd.length, length: seen.atEnd.length, stepped: false, end: "AtRest" });
  assert.equal(seen.mark.name, "published");
  assert.equal(seen.body, "Hello World!");
  assert.equal(seen.most, 1, "the message waits in the queue");
  for (const kind of ["QueueDeclared", "Published", "Routed", "Enqueued", "Delivered", "Acked"]) assert.ok(seen.kinds.includes(kind), kind);
  assert.equal(seen.prototype, true);
  assert.equal(seen.text, HELLO);
  assert.equal(seen.past, undefined);
}));

test("acting in the past forks, is undone, and is remade from its actions", visit(async (page) => {
  await load(page);
  const seen = await page.evaluate((text) => {
    const { Simulation } = window.warren;
    const all = (simulation) => {
      const states = [];
      for (let position = 0; position <= simulation.length; position++) {
        simulation.seek(position);
        states.push(simulation.overview());
      }
      return JSON.stringify(states);
    };
    const simulation = new Simulation(text);
    const untouched = all(simulation);
    const length = simulation.length;
    const middle = length - 4;
    simulation.seek(middle);
    const fork = simulation.act("kill receive");
    const stands = simulation.position;
    const actions = simulation.actions();
    const touched = all(simulation);
    const remade = all(new Simulation(text, actions));
    const undone = simulation.undoAct();
    return { fork, middle, stands, actions, differs: touched !== untouched, remade: remade === touched, undone, restored: all(simulation) === untouched, again: simulation.undoAct() };
  }, HELLO);
  assert.deepEqual(seen.fork, { dropped: 4, dropped_actions: 0 });
  assert.equal(seen.stands, seen.middle + 1);
  assert.deepEqual(seen.actions, [{ position: seen.middle, statement: "kill receive" }]);
  assert.equal(seen.differs, true);
  assert.equal(seen.remade, true);
  assert.deepEqual([seen.undone, seen.restored, seen.again], [true, true, false]);
}));

test("what is wrong is an Error that says where and what would be right", visit(async (page) => {
  await load(page);
  const caught = await page.evaluate((text) => {
    const { Simulation } = window.warren;
    const fails = (work) => {
      try {
        work();
      } catch (error) {
        return { isError: error instanceof Error, isType: error instanceof TypeError, message: error.message, diagnostics: error.diagnostics, action: error.action };
      }
      return undefined;
    };
    const simulation = new Simulation(text);
    const before = JSON.stringify(simulation.overview());
    return {
      scenario: fails(() => new Simulation("client c\nstart d\nc: basic.publsih \"\" q hello\n")),
      statement: fails(() => simulation.act("kil send")),
      unchanged: JSON.stringify(simulation.overview()) === before,
      action: fails(() => new Simulation(text, [{ position: 3, statement: "kill nobody" }])),
      argument: fails(() => new Simulation(text, [{ position: "three" }])),
    };
  }, HELLO);
  const { scenario, statement, action, argument } = caught;
  assert.equal(scenario.isError, true);
  assert.deepEqual(scenario.diagnostics.map(({ line }) => line), [2, 3]);
  assert.match(scenario.message, /^line 2, column 7: .*\nline 3, column 4: .*basic\.publish/);
  assert.equal(scenario.message.split("\n").length, scenario.diagnostics.length);
  for (const { message, help } of scenario.diagnostics) assert.ok(message && help, "each says what is wrong and what would be right");
  assert.match(statement.message, /^line 1, column 1: .*\bkill\b/);
  assert.equal(caught.unchanged, true);
  assert.equal(action.action, 0);
  assert.match(action.message, /^action 1: .*nobody/);
  assert.equal(argument.isType, true);
  assert.match(argument.message, /^actions: /);
}));

test("numbers are exact: BigInt only where Number is not", visit(async (page) => {
  await load(page);
  const headers = await page.evaluate(() => {
    const simulation = new window.warren.Simulation(`client c
start c
c: queue.declare q
c: basic.publish "" q x header.small=5 header.safe=9007199254740991 header.large=9007199254740993
`);
    simulation.seek(simulation.length);
    const { now, queues } = simulation.overview().broker;
    const values = queues[0].messages[0].message.content.properties.headers.map(([, value]) => Object.values(value)[0]);
    return { now: typeof now, values };
  });
  assert.equal(headers.now, "number");
  assert.deepEqual(headers.values, [5, 9007199254740991, 9007199254740993n]);
}));

test("the TypeScript declarations fit what really comes", visit(async (page) => {
  await load(page);
  const shown = await page.evaluate((texts) => {
    return texts.map((text) => {
      const simulation = new window.warren.Simulation(text);
      const overviews = [];
      const moments = [];
      const explanations = [];
      // Types occur often or not at all: every seventh state of a long run has the same types as all of them.
      const stride = simulation.length > 400 ? 7 : 1;
      for (let position = 0; position < simulation.length; position += stride) {
        simulation.seek(position);
        overviews.push(simulation.overview());
        moments.push(simulation.moment(position));
        explanations.push(simulation.explain(position));
      }
      return { overviews: overviews.filter((_, index) => index % 10 === 0), moments, explanations, marks: simulation.marks(), end: simulation.end(), actions: simulation.actions() };
    });
  }, await scenarios());
  const program = `import type { Action, End, Explanation, Mark, Moment, Overview } from "./warren_wasm";
interface Shown { overviews: Overview[]; moments: Moment[]; explanations: Explanation[]; marks: Mark[]; end: End; actions: Action[] }
export const shown: Shown[] = ${literal(shown)};
`;
  assert.deepEqual(await complaints(program), []);
  // The check can fail: a number where a string is declared, and a field that is not declared.
  assert.notDeepEqual(await complaints(program.replace(/"mark":null/, `"mark":7`)), []);
  assert.notDeepEqual(await complaints(program.replace(/"mark":null/, `"mark":null,"extra":7`)), []);
}));

/** The lessons' scenarios, as the page's packs have them, and one with every kind of event that a scenario can have. */
async function scenarios() {
  const everyType = await readFile(new URL("every-type.warren", import.meta.url), "utf8");
  return [...(await Promise.all(LESSONS.map((id) => pack(`${id}.code.json`)))).map(({ scenario }) => scenario), everyType];
}

/** Formats a value as TypeScript would write it. */
function literal(value) {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join(",")}]`;
  if (value !== null && typeof value === "object") return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${literal(item)}`).join(",")}}`;
  return JSON.stringify(value) ?? "undefined";
}

/** Returns the TypeScript compiler's errors for a program that imports the declarations, without duplicates. */
async function complaints(program) {
  const files = new Map([
    ["/program.ts", program],
    ["/warren_wasm.d.ts", await readFile(declarations, "utf8")],
  ]);
  const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, lib: ["lib.esnext.d.ts", "lib.dom.d.ts"], module: ts.ModuleKind.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile: readDisk } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readDisk(name);
  host.getSourceFile = (name, ...rest) => (files.has(name) ? ts.createSourceFile(name, files.get(name), rest[0]) : getSourceFile(name, ...rest));
  host.getCurrentDirectory = () => "/";
  const checked = ts.createProgram(["/program.ts"], options, host);
  const said = ts.getPreEmitDiagnostics(checked).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n").slice(0, 600));
  return [...new Set(said)];
}
