// A door's form. With scripts it is sent from where the child is, and sent again while there is no signal; what comes
// after it is the same for every door. See elements/unsent.js.
import { hideInPlace } from "./hiding.js";
import { whenIdle } from "./idle.js";
import { randomId } from "./random-id.js";
import { closeSheets, openSheet } from "./sheets.js";
import { hasUnsent, sendAll } from "./unsent.js";

const FEW = 200;

// What a card brings along for its child: the sealed sign of who gave it, and a pass that says that there was a card.
export const brought = { giver: "", pass: "" };

// The pass of this page: from the knock, or written into it where a card's digits were typed.
export const pass = () => brought.pass || document.querySelector("form.tell [name=pass]")?.value || "";

// An address of ours that the pass goes along to, in the part that no server sees.
export const withPass = (address) => (pass() ? `${address}#${pass()}` : address);

class TellForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form"); // never cleared here: a child may type before a slow script comes
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.addEventListener("input", ({ target }) => this.count(target));
    document.addEventListener("click", ({ target }) => this.open(target.closest("[popovertarget=think]")));
    if (this.dataset.thanks) this.standAlone();
  }

  // A page of its own is left like a sitting: nothing of it is shown again, and it does not stay open for ever.
  standAlone() {
    whenIdle(hasUnsent, () => location.replace("/"));
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    document.querySelector("[href='/notes']").addEventListener("click", (event) => {
      event.preventDefault();
      if (hasUnsent()) hideInPlace("/notes");
      else location.replace("/notes");
    });
  }

  // The prompt of one question: what would make just this one higher?
  open(button) {
    if (!button || !this.form.theme) return;
    const theme = button.classList.contains("higher") ? button.closest(".page").dataset.theme : "";
    this.form.theme.value = theme;
    this.toggleAttribute("data-one", Boolean(theme));
  }

  count(field) {
    const letters = this.querySelector(".letters");
    if (field.localName !== "textarea" || !letters) return;
    const left = field.maxLength - field.value.length;
    letters.hidden = left > FEW;
    letters.querySelector("output").value = left.toLocaleString(document.documentElement.lang);
  }

  async send() {
    const bodies = this.form.theme ? this.thoughts() : this.calls();
    const amiss = this.querySelector(".amiss");
    amiss.hidden = bodies.length > 0;
    if (!bodies.length) {
      amiss.scrollIntoView({ block: "center" });
      return;
    }
    // From here on what was said is in memory only, and no sheet that somebody opens again shows it.
    this.form.reset();
    const sheet = document.getElementById("sent");
    closeSheets(document);
    delete sheet.dataset.state;
    if (this.dataset.thanks) this.form.hidden = document.querySelector(".bar").hidden = true;
    openSheet(sheet);
    const receipts = await sendAll(bodies, () => (sheet.dataset.state = "waiting"));
    const isFull = receipts.includes("not taken");
    sheet.dataset.state = isFull ? "full" : "there";
    if (!this.dataset.thanks || !sheet.isConnected) return;
    if (isFull) {
      document.querySelector(".bar").hidden = false;
      document.querySelector(".bar .go").remove();
    } else location.replace(withPass(this.dataset.thanks));
  }

  // A call for help: one letter, under one id however often it is sent. What is written next is another: the id that
  // stands in the form is for browsers without scripts.
  calls() {
    const said = new URLSearchParams(new FormData(this.form));
    const filled = (name) => said.get(name)?.trim();
    if (!filled("name") && !(said.has("asks_worker") && (filled("worker") || brought.giver))) return [];
    said.set("id", randomId());
    if (brought.giver) said.set("giver", brought.giver);
    if (pass()) said.set("pass", pass());
    return [said];
  }

  // Thoughts: one letter for each, so that nothing says that the same child wrote them.
  thoughts() {
    const written = [...this.form.querySelectorAll("textarea")].filter(({ value }) => value.trim());
    return written.map(({ name, value }) => {
      const letter = new URLSearchParams({ door: "think", [`id-${name}`]: randomId(), [name]: value });
      if (name === "higher") letter.set("theme", this.form.theme.value);
      if (pass()) letter.set("pass", pass());
      if (this.form.with_helper?.checked) letter.set("with_helper", "1");
      if (this.form.voice) letter.set("voice", this.form.voice.value);
      return letter;
    });
  }
}

customElements.define("tell-form", TellForm);
