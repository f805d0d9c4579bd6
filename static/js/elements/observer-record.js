// An observer's record: written beside a sitting, in boxes that belong to a form of their own, and sent with it when it is
// finished, as a letter of its own. Words of feeling among the facts are pointed out as they are typed. The server holds
// the same rules, and the list of words.
import { isHidden } from "./hiding.js";
import { randomId } from "./random-id.js";
import { pass } from "./tell-form.js";
import { closeSheets } from "./sheets.js";
import { sendAll } from "./unsent.js";

const PAUSE = 700; // whoever listens to the page is not interrupted at each letter
const NEEDED = ["saw", "means", "otherwise"];

// A text as its words with one space between, as the server reads it too.
export const plain = (text) =>
  (text.toLowerCase().replaceAll("’", "'").match(/[\p{L}\p{M}']+/gu) ?? [])
    .map((word) => word.replace(/^'+|'+$/g, ""))
    .filter(Boolean)
    .join(" ");

export function feelingsIn(text, words) {
  const padded = ` ${plain(text)} `;
  return words.filter((word) => padded.includes(` ${word} `));
}

class ObserverRecord extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.sitting = document.querySelector("child-sitting");
    this.warning = document.getElementById("feelings");
    this.words = this.warning.dataset.words.split("|");
    this.form.reset();
    this.form.addEventListener("reset", () => setTimeout(() => this.amiss([])));
    document.addEventListener("input", ({ target }) => target.form === this.form && this.changed(target));
    // Before the sitting hears of it: what is written goes along, or somebody looks again.
    document.addEventListener("click", (event) => this.close(event), { capture: true });
    addEventListener("beforeunload", (event) => this.isBegun && !isHidden() && event.preventDefault());
    // Before the sitting goes: nothing asks whether to leave what is rubbed out.
    this.sitting.addEventListener("wipe", () => this.form.reset());
  }

  get isBegun() {
    return [...this.form.elements].some(({ type, value, checked }) => (type === "textarea" && value.trim()) || checked);
  }

  changed(field) {
    if (field.name !== "saw") return;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.warn(), PAUSE);
  }

  warn() {
    const found = feelingsIn(this.form.elements.saw.value, this.words);
    this.warning.firstElementChild.hidden = !found.length;
    this.warning.querySelector("output").value = found.join(", ");
  }

  close(event) {
    const pressed = event.target.closest("[name=mark], [href='/notes']");
    if (!pressed || !this.isBegun) return;
    if (pressed.value !== "finished") {
      if (pressed.value !== "none") this.form.reset();
      return;
    }
    const missing = NEEDED.filter((name) => !this.form.elements[name].value.trim());
    if (missing.length) {
      event.preventDefault();
      event.stopPropagation();
      this.amiss(missing);
    } else this.send();
  }

  amiss(missing) {
    for (const words of this.sitting.querySelectorAll(".record .amiss")) words.hidden = !missing.length;
    for (const name of NEEDED) this.form.elements[name].setAttribute("aria-invalid", missing.includes(name));
    if (!missing.length) return this.warn();
    const empty = this.form.elements[missing[0]];
    closeSheets(this.sitting);
    this.sitting.sections.show(empty.closest(".page"));
    return empty.focus();
  }

  async send() {
    const letter = new URLSearchParams(new FormData(this.form));
    letter.set("id", randomId());
    letter.set("looked", "1");
    if (pass()) letter.set("pass", pass());
    this.form.reset();
    const receipts = await sendAll([letter], () => {});
    if (receipts.includes("not taken")) this.sitting.dataset.thanks += "&full=1";
  }
}

customElements.define("observer-record", ObserverRecord);
