// Checks a page in its current state with axe-core.
import axe from "axe-core";

/**
 * Returns every broken rule with the elements and the remedy. axe-core runs in the page itself and lists nothing else, because listing the rules
 * that hold takes several times longer than checking them.
 */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")} ${one.nodes[0].failureSummary}`);
}
