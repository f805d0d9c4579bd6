// What on a page is read aloud, in the order in which it stands there: whatever a child sees, and nothing that is only
// there for the layout. Pieces are { words, element }.
const BLOCKS = "h1, h2, legend, p, .answer > span, .key, label:not(.answer)";
const ENDS = ".high, .low, .rung:not(:first-of-type):not(:last-of-type) *";

// All that a place says: a page, a sheet, a group or one answer.
export function spokenIn(place) {
  const isGroup = place.matches("[role=radiogroup]");
  const isLadder = Boolean(place.querySelector(".rung"));
  const blocks = [...place.querySelectorAll(BLOCKS)].filter((block) => {
    if (!isShown(block) || block.closest("nav, .helper > .key, .kind, .sky, .beside")) return false;
    // Of a ladder its two ends are read, not eleven numbers.
    if (isLadder && block.matches(ENDS)) return false;
    // On a first page, what is asked there has speakers of its own.
    if (!isGroup && !("asks" in place.dataset) && block.closest("[role=radiogroup]")) return place.matches(".answer, .spoken");
    return !block.parentElement.closest(".key, p");
  });
  return blocks.flatMap((block) => phrases(block, isShown));
}

// All that a place could ever say, whatever is shown and chosen there: each rung, and what an answer brings along.
export const sayableIn = (place) => [...place.querySelectorAll(BLOCKS)].flatMap((block) => phrases(block));

// A question without its answers.
export function heading(page) {
  return phrases(page.querySelector("h1"));
}

const isShown = (element) => element.getClientRects().length > 0;

// The words of each text in an element, since that is how they are translated and recorded.
function phrases(element, counts = () => true) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    // A colon that only a screen reader needs belongs to no wording.
    const words = data.replace(/\s+/g, " ").replace(parent.matches(".said") ? /^[ :]+|[ :]+$/g : /^ | $/g, "");
    if (words && counts(parent) && !parent.closest(".speaker, output, select")) found.push({ words, element });
  }
  return found;
}
