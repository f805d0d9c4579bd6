// Reading aloud: speakers beside what there is to read, and the switch that reads by itself. It touches no answer, and
// makes no sound that nobody asked for; what reads is fetched when somebody first does. See elements/reader.js.
const SIGN = `<svg viewBox="0 0 48 48" aria-hidden="true"><path class="i" d="M8 19H15L25 10V38L15 29H8Z"/><path class="i waves" d="M31 18C35 21 35 27 31 30M36 12C44 19 44 29 36 36"/><path class="k square" d="M14 14H34V34H14Z"/></svg>`;

// Where a child says yes to "make it easier", or chooses another language, another document carries on: it reads on.
const ON = "aloud";
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

class ReadAloud extends HTMLElement {
  connectedCallback() {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: this.dataset.style });
    style.addEventListener("load", () => this.furnish());
    document.head.append(style);
  }

  // Behind the dull page nothing is heard.
  disconnectedCallback() {
    this.reading?.then((reader) => reader.stop());
  }

  furnish() {
    for (const page of document.querySelectorAll(".page")) {
      page.toggleAttribute("data-asks", Boolean(!page.querySelector(".open") && page.querySelector(".answer")));
    }
    for (const title of document.querySelectorAll(".page h1")) this.speakAt(title, title.closest(".page"));
    for (const title of document.querySelectorAll(".page :is(.open, main) [role=radiogroup] > h2")) {
      this.speakAt(title, title.parentElement);
    }
    for (const sheet of document.querySelectorAll(".sheet[aria-labelledby]:not(#helper)")) {
      this.speakAt(document.getElementById(sheet.getAttribute("aria-labelledby")), sheet);
    }
    for (const answer of document.querySelectorAll(".page[data-asks] .answer:not(.rung)")) this.speakIn(answer);
    for (const end of document.querySelectorAll(".rungs > :is(.high, .low)")) this.speakEnd(end);
    const choices = [...this.querySelectorAll("[name=aloud]")];
    for (const choice of choices) choice.checked = choice.value === "off";
    this.hidden = !choices.length;
    this.addEventListener("change", async ({ target }) => (await this.reader()).turn(target.value === "on"));
    this.carryOn(choices.find(({ value }) => value === "on"));
  }

  // Nothing of it is left for whoever has the tablet next: it is written as this page goes, and read by the next only.
  async carryOn(choice) {
    let goesOn = false;
    const { sessionStorage: memory } = window;
    const wasOn = memory.getItem(ON);
    memory.removeItem(ON);
    document.addEventListener("click", ({ target }) => (goesOn = Boolean(target.closest("[name=easier], [hreflang]"))), true);
    addEventListener("pagehide", () => goesOn && choice?.checked && memory.setItem(ON, ""));
    if (wasOn === null || !choice) return;
    choice.checked = true;
    (await this.reader()).turn(true);
  }

  reader() {
    this.reading ??= import("./reader.js").then(({ Reader }) => new Reader(this));
    // Without a signal, the next touch tries again.
    this.reading.catch(() => (this.reading = null));
    return this.reading;
  }

  // `press` is what the reader does when it is touched, and `given` with what.
  speaker(name, press, ...given) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "speaker";
    button.innerHTML = SIGN;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", this.dataset.says.replace("{}", name));
    button.addEventListener("click", async () => (await this.reader()).press(button, press, given));
    return button;
  }

  // A title: a question alone; on any other page, and in a sheet, all that stands there.
  speakAt(title, place) {
    const row = title.closest(".question") ?? document.createElement("div");
    if (!row.isConnected) {
      row.className = "heard";
      title.before(row);
      row.append(title);
    }
    row.append(this.speaker(words(title), "asks" in place.dataset ? "question" : "all", place));
  }

  // An answer's speaker lies on its card, and is no part of its label: to touch it is to listen, not to choose.
  speakIn(answer) {
    const card = document.createElement("div");
    card.className = answer.classList.contains("wide") ? "spoken wide" : "spoken";
    answer.before(card);
    card.append(answer, this.speaker(words(answer), "all", answer));
  }

  // The ladder has one speaker, at both of its ends.
  speakEnd(end) {
    const rungs = [...end.parentElement.querySelectorAll(".rung")];
    const ends = [rungs[0], rungs.at(-1)];
    if (end.matches(".low")) ends.reverse();
    const button = this.speaker(words(ends[0]), "ends", ...ends);
    button.className = `speaker end ${end.className}`;
    button.append(words(end));
    end.replaceWith(button);
  }
}

customElements.define("read-aloud", ReadAloud);
