// The accessibility tree, as a screen reader gets it from Chromium: reads and searches the tree, never the elements of the page.

/** Returns the current tree: `{ role, name, value, text, children }`, without ignored nodes. */
export async function readTree(session) {
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  return gather(byId, nodes[0])[0];
}

function gather(byId, node) {
  const children = (node.childIds ?? []).flatMap((id) => (byId.has(id) ? gather(byId, byId.get(id)) : []));
  if (node.ignored) return children;
  const role = node.role.value;
  if (role === "InlineTextBox") return [];
  const property = (name) => node.properties?.find((one) => one.name === name)?.value.value;
  const [name, value] = [node.name?.value ?? "", node.value?.value];
  // A node without a name is read aloud by its content.
  const text = role === "StaticText" ? name : children.map((child) => child.text).join(BLOCKS.has(role) ? " " : "");
  return [{ role, name, value, text, children, selected: property("selected"), disabled: property("disabled") }];
}

/** Roles whose parts are read separately. */
const BLOCKS = new Set(["RootWebArea", "main", "region", "group", "list", "listitem", "row", "table", "generic", "tabpanel"]);

/** Returns all nodes of a role within one, in reading order; only those of this name (a string or a pattern) if one is given. */
export function all(tree, role, name) {
  const named = name === undefined || (name instanceof RegExp ? name.test(tree.name) : tree.name === name);
  const here = tree.role === role && named ? [tree] : [];
  return here.concat(tree.children.flatMap((child) => all(child, role, name)));
}

/** Returns the one node of a role and name. */
export function one(tree, role, name) {
  const found = all(tree, role, name);
  if (found.length !== 1) throw new Error(`${found.length} nodes are ${role} ${name ?? ""}, not one`);
  return found[0];
}

/** Returns the rows of a table with this caption, as lists of texts; none if there is no such table. */
export function rows(tree, caption) {
  const table = all(tree, "table", caption)[0];
  if (!table) return [];
  return all(table, "row").map((row) => row.children.map((cell) => cell.text.trim()));
}

/** Reduces a text to its words, so that texts compare whatever separates them. */
export const words = (text) => text.replace(/\s+/g, "").normalize("NFC");
