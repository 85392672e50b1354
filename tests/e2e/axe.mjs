// What axe-core says against a page as it stands. It deliberately does not know what is on it.
import axe from "axe-core";

/**
 * Every rule broken, with the elements and what would mend it. axe-core runs in the page itself and lists nothing else: what it writes of rules
 * that hold takes several times longer than to check them.
 */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")} ${one.nodes[0].failureSummary}`);
}
