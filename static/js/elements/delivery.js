// Bringing what a child said to the server: the same bytes every time, and nothing believed that is not clearly a receipt.
const RECEIPTS = { 200: "kept before", 201: "kept", 202: "set aside", 409: "conflict", 503: "not taken" };
const REFUSED = [400, 404, 405, 413, 422];
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60000;

const JSON_TYPE = "application/json";

// A document is sent as JSON; a form, which a browser could send without scripts, as that form.
function letter(body) {
  const headers = { Accept: JSON_TYPE };
  if (typeof body === "string") headers["Content-Type"] = JSON_TYPE;
  return { method: "POST", headers, body, credentials: "omit" };
}

export function post(path, body) {
  return fetch(path, { ...letter(body), cache: "no-store" });
}

// A last delivery while the page goes away: it outlives the page, and nobody hears its receipt.
export function postLast(path, body) {
  if ("keepalive" in Request.prototype) fetch(path, { ...letter(body), keepalive: true }).catch(() => {});
  else navigator.sendBeacon(path, typeof body === "string" ? new Blob([body], { type: JSON_TYPE }) : body);
}

// The receipt for one try: "kept before", "kept", "set aside", "conflict", "not taken", "refused", or null when nothing is known.
// A network that answers with a page of its own (a hotel's, say) gives no receipt, whatever its status is.
export async function attempt(path, body) {
  try {
    const response = await post(path, body);
    if (REFUSED.includes(response.status)) return "refused";
    const { receipt } = await response.json();
    return receipt === RECEIPTS[response.status] ? receipt : null;
  } catch {
    return null;
  }
}

// Tries until there is a receipt. `waits` is called after each failure; `nudge` is where "try now" is heard.
export async function deliver(path, body, waits, nudge) {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const receipt = await attempt(path, body);
    if (receipt) return receipt;
    waits();
    await new Promise((resume) => {
      setTimeout(resume, pause);
      addEventListener("online", resume, { once: true });
      nudge.addEventListener("click", resume, { once: true });
    });
  }
}
