// A page that nobody touches is wiped, so that whoever finds the tablet reads nothing. Whoever is slow is asked first, and
// has a minute to say that they are there, as often as they need.
import { closeSheet, openSheet, openSheets } from "./sheets.js";

const LONGEST = 15 * 60 * 1000;
const TO_ANSWER = 60 * 1000;
const SIGNS = ["pointerdown", "keydown", "input"];

export function whenIdle(isBusy, wipe) {
  const sheet = document.getElementById("still-there");
  let asks, wipes, under, before;
  const ask = () => {
    if (isBusy() || !sheet.isConnected) return;
    under = openSheets().filter((each) => each !== sheet).at(-1);
    before = document.activeElement;
    openSheet(sheet);
  };
  // As it was: a touch on this sheet closes the one under it.
  const goOn = () => {
    closeSheet(sheet);
    if (under) openSheet(under);
    before?.focus({ preventScroll: true });
  };
  const wait = () => {
    clearTimeout(asks);
    clearTimeout(wipes);
    asks = setTimeout(ask, LONGEST - TO_ANSWER);
    wipes = setTimeout(() => isBusy() || wipe(), LONGEST);
  };
  // Since it lies over whatever else is open, the browser does not close it by itself.
  sheet.addEventListener("keydown", ({ key }) => key === "Escape" && goOn());
  sheet.addEventListener("click", ({ target }) => target.closest(".key") && goOn());
  // In the way down: a switch keeps its presses to itself.
  for (const sign of SIGNS) addEventListener(sign, wait, { passive: true, capture: true });
  wait();
}
