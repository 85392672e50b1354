// What axe-core says against a page as it stands. It deliberately does not know what is on it.
import { AxeBuilder } from "@axe-core/playwright";

/** Every rule broken, with the elements and what would mend it. */
export async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")} ${one.nodes[0].failureSummary}`);
}
