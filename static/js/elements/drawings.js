// The drawings of the questions: a scanned card's page brings them along after its words, because they need none of them.
// A page that works without scripts has them from the beginning. Until they are there, the words stand alone.
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60000;

// The symbols of its sheet, of which a set may have none; null where no sheet was received.
async function fetched(address) {
  try {
    const response = await fetch(address, { credentials: "omit" });
    const sheet = new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement;
    return response.ok && sheet.localName === "svg" ? [...sheet.querySelectorAll("symbol")] : null;
  } catch {
    return null;
  }
}

async function bringDrawings(place, address) {
  for (let pause = FIRST_PAUSE; place.isConnected; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const drawings = await fetched(address);
    if (drawings) {
      place.append(...drawings.filter(({ id }) => !document.getElementById(id)).map((each) => document.importNode(each, true)));
      return;
    }
    await new Promise((resume) => {
      setTimeout(resume, pause);
      addEventListener("online", resume, { once: true });
    });
  }
}

// The first page shows none of them. So they come when somebody begins, and do not keep its words waiting.
export function bringOnceBegun(address, hasBegun) {
  const place = document.getElementById("drawings");
  if (place.firstChild) return;
  const stop = new AbortController();
  const begin = () => {
    stop.abort();
    bringDrawings(place, address);
  };
  if (hasBegun) begin();
  else for (const sign of ["pointerdown", "keydown", "click"]) addEventListener(sign, begin, { signal: stop.signal, capture: true });
}
