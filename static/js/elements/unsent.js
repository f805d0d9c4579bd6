// What came through a door and has no receipt yet: in this page's memory only, and sent whatever becomes of the page.
import { deliver, postLast } from "./delivery.js";
import { isHidden } from "./hiding.js";

const ADDRESS = "/tell";
const LATER = 60 * 1000;
const bodies = new Map(); // what was said → the promise of its receipt

export const hasUnsent = () => bodies.size > 0;

export const allSent = () => Promise.all(bodies.values());

// Resolves to the receipts of these and of all from before, once there is one for each: "not taken", too, is one, and says
// that nothing was kept. `waits` is called while they have none. Any touch tries again at once: "try now" stands in more
// than one place.
export function sendAll(forms, waits) {
  for (const body of forms) bodies.set(body, bring(body, waits));
  return allSent();
}

async function bring(body, waits) {
  // A refusal is no receipt: what a child said has not gone, and the page goes on saying so.
  let receipt;
  while ((receipt = await deliver(ADDRESS, body, waits, document)) === "refused") {
    waits();
    await new Promise((resume) => setTimeout(resume, LATER));
  }
  bodies.delete(body);
  return receipt;
}

addEventListener("beforeunload", (event) => hasUnsent() && !isHidden() && event.preventDefault());
addEventListener("pagehide", () => bodies.forEach((_, body) => postLast(ADDRESS, body)));
