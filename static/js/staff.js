/* Staff pages work without scripts. This adds a print button, and keeps what was left from coming back. */
import "./elements/own-question.js";
import "./elements/sound-recorder.js";
import "./elements/stay-signed-in.js";
import "./elements/waiting-count.js";

class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
customElements.define("print-button", PrintButton);

// Cards are the reply to a form. Reloading that, or coming back to it, would make more cards or end at a browser's error
// page; so it takes the address of the form, which shows no card and, to whoever is not signed in, nothing at all.
const instead = document.querySelector("[data-instead]")?.dataset.instead;
if (instead) history.replaceState(null, "", instead);

// A page kept whole in the browser's memory would show a card, or a signed-out person's page, to whoever presses "back".
// Asking the server again shows what the person who is there now may see.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
