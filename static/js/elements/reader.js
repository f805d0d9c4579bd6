// Whoever reads a child's page: what a speaker was touched for, and each page as it comes where the switch is on.
import { heading, sayableIn, spokenIn } from "./spoken.js";
import { Voice } from "./voice.js";

export class Reader {
  constructor(host) {
    this.host = host;
    this.voice = new Voice(host.dataset.language, host.dataset.set ?? "");
    document.addEventListener("change", ({ target }) => target.name !== "aloud" && this.chosen(target));
    document.addEventListener("click", ({ target }) => target.closest("[href='/notes']") && this.stop(), true);
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    addEventListener("pagehide", () => this.stop());
    addEventListener("pointerdown", () => this.note?.remove());
    document.addEventListener("toggle", ({ target, newState }) => this.opened(target, newState), true);
    this.shown = this.page;
    const pages = new MutationObserver(() => this.turned());
    for (const page of document.querySelectorAll(".page")) pages.observe(page, { attributeFilter: ["hidden"] });
  }

  get page() {
    return document.querySelector(".page:not([hidden])");
  }

  stop() {
    this.voice.stop();
  }

  press(button, what, places) {
    const isSpeaking = button.getAttribute("aria-pressed") === "true";
    this.stop();
    if (isSpeaking) return;
    const place = places[0].closest(".page, .sheet") ?? places[0];
    // The end of the ladder that is touched comes first, then the other; and from then on each rung that is touched.
    if (what === "ends") place.dataset.heard = "";
    this.say(what === "question" ? heading(place) : places.flatMap((each) => spokenIn(each)), place, button);
  }

  // The switch.
  turn(isOn) {
    this.isOn = isOn;
    this.stop();
    if (isOn) this.read(this.page);
  }

  turned() {
    if (this.page === this.shown) return;
    this.shown = this.page;
    this.stop();
    if (this.isOn && this.shown) this.read(this.shown);
  }

  opened(sheet, state) {
    if (!sheet.matches(".sheet")) return;
    this.stop();
    if (state === "open" && this.isOn) this.read(sheet);
  }

  read(place) {
    const pieces = spokenIn(place);
    this.met = new Set(pieces.map(({ element }) => element));
    this.say(pieces, place);
  }

  chosen(input) {
    const answer = input.closest(".answer");
    const page = input.closest(".page, .sheet");
    if (!answer || !input.checked) return;
    if (this.isOn) {
      // An answer may bring more to choose from, such as how much of it.
      const fresh = spokenIn(page).filter(({ element }) => !this.met.has(element) && !answer.contains(element));
      for (const { element } of fresh) this.met.add(element);
      this.say([...spokenIn(answer), ...fresh], page);
    } else if (answer.matches(".rung") && "heard" in page.dataset) this.say(spokenIn(answer), page);
  }

  async say(pieces, place, button) {
    let now;
    const heard = (piece) => {
      if (now) delete now.dataset.said;
      now = piece?.element;
      if (now) now.dataset.said = "";
      button?.setAttribute("aria-pressed", String(Boolean(piece)));
    };
    if (!(await this.voice.say(pieces, sayableIn(place), heard))) this.admit();
  }

  // Honestly, and once: where nothing can be heard, nothing that looks like it is left.
  admit() {
    if (this.hasAdmitted) return;
    this.hasAdmitted = true;
    this.note = document.createElement("p");
    this.note.className = "voiceless";
    this.note.setAttribute("role", "status");
    if ("popover" in this.note) this.note.popover = "manual";
    document.body.append(this.note);
    this.note.showPopover?.();
    this.note.textContent = this.host.dataset.none;
    if (!this.voice.isMute) return;
    this.isOn = false;
    this.host.hidden = true;
    document.documentElement.dataset.voiceless = "";
    if (document.activeElement?.matches(".speaker")) (this.page.querySelector("h1") ?? this.page).focus();
    for (const button of document.querySelectorAll(".speaker")) {
      button.hidden = !button.matches(".end");
      button.disabled = true;
    }
  }
}
