// Reading aloud: speakers beside what there is to read, and the switch that reads by itself. It touches no answer, and
// makes no sound that nobody asked for.
import { heading, sayableIn, spokenIn, wordsOf } from "./spoken.js";
import { Voice } from "./voice.js";

const SIGN = `<svg viewBox="0 0 48 48" aria-hidden="true"><path class="i" d="M8 19H15L25 10V38L15 29H8Z"/><path class="i waves" d="M31 18C35 21 35 27 31 30M36 12C44 19 44 29 36 36"/><path class="k square" d="M14 14H34V34H14Z"/></svg>`;

class ReadAloud extends HTMLElement {
  connectedCallback() {
    this.voice = new Voice(this.dataset.language, this.dataset.set ?? "");
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: this.dataset.style });
    style.addEventListener("load", () => this.furnish());
    document.head.append(style);
  }

  // Behind the dull page nothing is heard.
  disconnectedCallback() {
    this.voice.stop();
  }

  furnish() {
    for (const title of document.querySelectorAll(".page h1")) this.speakAt(title, title.closest(".page"));
    for (const title of document.querySelectorAll(".page :is(.open, main) [role=radiogroup] > h2")) {
      this.speakAt(title, title.parentElement);
    }
    for (const sheet of document.querySelectorAll(".sheet[aria-labelledby]")) {
      this.speakAt(document.getElementById(sheet.getAttribute("aria-labelledby")), sheet);
    }
    for (const answer of document.querySelectorAll(".page[data-theme] .answer:not(.rung)")) this.speakIn(answer);
    for (const end of document.querySelectorAll(".rungs > :is(.high, .low)")) this.speakEnd(end);
    for (const choice of this.querySelectorAll("[name=aloud]")) choice.checked = choice.value === "off";
    this.hidden = !this.querySelector("[name=aloud]");
    this.listen();
  }

  speaker(name, place, pieces) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "speaker";
    button.innerHTML = SIGN;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", this.dataset.says.replace("{}", name));
    button.addEventListener("click", () => {
      const isSpeaking = button.getAttribute("aria-pressed") === "true";
      this.voice.stop();
      if (!isSpeaking) this.say(pieces(), place, button);
    });
    return button;
  }

  // A title: a question alone; on any other page, and in a sheet, all that stands there.
  speakAt(title, place) {
    const isQuestion = place.dataset.theme;
    const row = title.closest(".question") ?? document.createElement("div");
    if (!row.isConnected) {
      row.className = "heard";
      title.before(row);
      row.append(title);
    }
    row.append(this.speaker(wordsOf(title), place, () => (isQuestion ? heading(place) : spokenIn(place))));
  }

  // An answer's speaker lies on its card, and is no part of its label: to touch it is to listen, not to choose.
  speakIn(answer) {
    const card = document.createElement("div");
    card.className = answer.classList.contains("wide") ? "spoken wide" : "spoken";
    answer.before(card);
    card.append(answer, this.speaker(wordsOf(answer), answer.closest(".page"), () => spokenIn(card)));
  }

  // The ladder has one speaker, at both of its ends: the end that is touched comes first, then the other; and from then
  // on each rung that is touched.
  speakEnd(end) {
    const page = end.closest(".page");
    const isHigh = end.classList.contains("high");
    const rungs = [...page.querySelectorAll(".rung")];
    const pieces = () => {
      page.dataset.heard = "";
      const ends = [rungs[0], rungs.at(-1)].flatMap((rung) => spokenIn(rung));
      return isHigh ? ends : [...ends.slice(ends.length / 2), ...ends.slice(0, ends.length / 2)];
    };
    const button = this.speaker(wordsOf(rungs.at(isHigh ? 0 : -1)), page, pieces);
    button.className = `speaker end ${end.className}`;
    button.append(wordsOf(end));
    end.replaceWith(button);
  }

  listen() {
    document.addEventListener("change", ({ target }) => this.chosen(target));
    document.addEventListener("click", ({ target }) => target.closest("[href='/notes']") && this.voice.stop(), true);
    document.addEventListener("visibilitychange", () => document.hidden && this.voice.stop());
    addEventListener("pagehide", () => this.voice.stop());
    addEventListener("pointerdown", () => this.note?.remove());
    document.addEventListener("toggle", ({ target, newState }) => this.opened(target, newState), true);
    this.shown = this.page;
    const pages = new MutationObserver(() => this.turned());
    for (const page of document.querySelectorAll(".page")) pages.observe(page, { attributeFilter: ["hidden"] });
  }

  get page() {
    return document.querySelector(".page:not([hidden])");
  }

  turned() {
    if (this.page === this.shown) return;
    this.shown = this.page;
    this.voice.stop();
    if (this.isOn && this.shown) this.read(this.shown);
  }

  read(place) {
    const pieces = spokenIn(place);
    this.met = new Set(pieces.map(({ element }) => element));
    this.say(pieces, place);
  }

  opened(sheet, state) {
    if (!sheet.matches(".sheet")) return;
    this.voice.stop();
    if (state === "open" && this.isOn) this.read(sheet);
  }

  chosen(input) {
    if (input.name === "aloud") {
      this.isOn = input.value === "on";
      this.voice.stop();
      if (this.isOn) this.read(this.shown);
      return;
    }
    const answer = input.closest(".answer");
    const page = input.closest(".page, .sheet");
    if (!answer || !input.checked) return;
    if (this.isOn) {
      // An answer may bring more to choose from, such as how much of it.
      const fresh = spokenIn(page).filter(({ element }) => !this.met?.has(element) && !answer.contains(element));
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
    this.note.textContent = this.dataset.none;
    if (!this.voice.isMute) return;
    this.isOn = false;
    this.hidden = true;
    document.documentElement.dataset.voiceless = "";
    if (document.activeElement?.matches(".speaker")) (this.page.querySelector("h1") ?? this.page).focus();
    for (const button of document.querySelectorAll(".speaker")) {
      button.hidden = !button.matches(".end");
      button.disabled = true;
    }
  }
}

customElements.define("read-aloud", ReadAloud);
