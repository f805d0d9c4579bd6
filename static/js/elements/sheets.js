// Sheets for browsers that know no popovers: there the server's HTML shows them at the end of the page.
export function promoteSheets(root) {
  if ("showPopover" in HTMLElement.prototype) return;
  const sheets = [...root.querySelectorAll("[popover]")];
  let opener = null;
  const close = () => {
    for (const sheet of sheets) sheet.hidden = true;
    opener?.focus();
    opener = null;
  };
  for (const sheet of sheets) {
    sheet.hidden = true;
    sheet.classList.add("open");
  }
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[popovertarget]");
    if (!button) return;
    const sheet = document.getElementById(button.getAttribute("popovertarget"));
    if (!sheet.hidden) return close();
    sheet.hidden = false;
    opener = button;
    sheet.querySelector("button, a").focus();
  });
  root.addEventListener("keydown", ({ key }) => key === "Escape" && opener && close());
}

// Not asked of a selector: one that a browser does not know is an error there.
const isPopover = (sheet) => sheet.hasAttribute("popover") && "showPopover" in sheet;
const isOpen = (sheet) => (isPopover(sheet) ? sheet.matches(":popover-open") : !sheet.hidden);

// One may have been opened from another: the last lies over the others.
export const openSheets = () => [...document.querySelectorAll(".sheet")].filter(isOpen);

export function openSheet(sheet) {
  sheet.hidden = false;
  if (isPopover(sheet) && !isOpen(sheet)) sheet.showPopover();
  sheet.querySelector(":scope button:not(.again, .speaker)")?.focus();
}

export function closeSheet(sheet) {
  if (!isPopover(sheet)) sheet.hidden = true;
  else if (isOpen(sheet)) sheet.hidePopover();
}

export function closeSheets(root) {
  for (const sheet of root.querySelectorAll("[popover]")) closeSheet(sheet);
}
