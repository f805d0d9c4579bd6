// A sitting: one question at a time, answers only in this page's memory, delivered in parts. See elements/delivery.js.
import { attempt, deliver, post, postLast } from "./delivery.js";
import { hideInPlace, isHidden } from "./hiding.js";
import { forget, recall, remember } from "./memory.js";
import { randomId } from "./random-id.js";
import { closeSheets, promoteSheets } from "./sheets.js";
import { brought, withPass } from "./tell-form.js";
import { allSent, hasUnsent } from "./unsent.js";

const PARTS = "/parts";
// A card, with a proof that it was good when the child began, and with the sealed sign of who gave it.
const CARD = /^(?<code>([\w-]{22}|\d{12})(\.[\w-]{22})?)(~(?<giver>[\w-]{43}))?$/;
const IDLE = 15 * 60 * 1000;
const SECOND_LOOK = 2000;
const SIDES = ["good-first", "other-first"];

class ChildSitting extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.pages = [...this.form.querySelectorAll(".page")];
    this.floor = 0; // pages before this one were answered before a reload, or are the start
    this.nextPart = 1;
    this.delivered = false; // whether the server has any part of this sitting
    this.pending = null; // the last delivery's bytes, while it is under way
    document.documentElement.dataset.run = "";
    this.form.reset();
    promoteSheets(this);
    this.listen();
    this.show(0, false);
    this.begin();
  }

  field(name) {
    return this.form.querySelector(`input[type=hidden][name=${name}]`)?.value;
  }

  // Beginning: with a card, or after a reload with what is remembered, else the card's numbers are asked for.

  begin() {
    const { set, version, language } = this.dataset;
    const key = `${set}-${version}`;
    const scanned = CARD.exec(location.hash.slice(1))?.groups;
    this.code = this.field("code") ?? scanned?.code ?? "";
    // It goes nowhere but along with a call for help: not to the knock, not with an answer.
    brought.giver = scanned?.giver ?? "";
    this.toggleAttribute("data-giver", Boolean(brought.giver));
    // Out of the address at once: from there it would go into the history and a screenshot.
    history.replaceState(null, "", `/answer?set=${key}&lang=${language}`);
    const place = recall(key);
    this.sitting = this.field("sitting") ?? randomId();
    this.sides = this.field("sides") ?? SIDES[crypto.getRandomValues(new Uint8Array(1))[0] & 1];
    if (this.code) {
      forget();
      this.card = "open";
      if (!this.field("code")) this.knock();
    } else if (place) {
      Object.assign(this, { sitting: place.sitting, nextPart: place.part, floor: place.at, sides: place.sides, delivered: true });
      this.card = "more";
      this.lookUp();
    } else this.card = "none";
    if (this.sides === SIDES[1] && !this.field("sides")) {
      for (const pair of this.querySelectorAll("[data-sides]")) pair.append(pair.firstElementChild);
    }
  }

  set card(state) {
    this.pages[0].dataset.card = state;
  }

  async knock() {
    try {
      const response = await post("/knock", JSON.stringify({ code: this.code }));
      const { card, pass } = await response.json();
      brought.pass = pass ?? "";
      if (card) this.code = card; // with a proof that it was good when the child began
      if (card !== null) return;
      this.code = "";
      this.form.reset();
      this.card = "closed";
      this.show(0);
    } catch {
      // No signal is no reason to turn a child away: the answers are delivered later.
    }
  }

  async lookUp() {
    const empty = JSON.stringify({ sitting: this.sitting, code: "", part: null, mark: null });
    for (let look = 0; look < 2; look++) {
      if ((await attempt(PARTS, empty)) !== "conflict") return;
      await new Promise((resume) => setTimeout(resume, SECOND_LOOK));
    }
    // The part that was on its way at the reload never arrived: without a card nothing more could be counted.
    forget();
    this.delivered = false;
    this.floor = 0;
    this.form.reset();
    this.card = "none";
    this.show(0);
  }

  // The way through.

  listen() {
    this.addEventListener("click", (event) => this.follow(event));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.getElementById("look-strong")?.closest(".choices").addEventListener("change", ({ target }) => {
      document.documentElement.dataset.look = target.value;
    });
    // Another card, scanned while this page stands open, is another sitting.
    addEventListener("hashchange", () => CARD.test(location.hash.slice(1)) && location.reload());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, () => this.wait(), { passive: true });
    this.wait();
  }

  wait() {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.pending || isHidden() || this.hide("/"), IDLE);
  }

  follow(event) {
    const link = event.target.closest("a, [name=mark]");
    if (!link) return;
    if (link.name === "mark") {
      event.preventDefault();
      if (link.value !== "none") this.close(link.value);
      return;
    }
    const to = link.getAttribute("href");
    if (to.startsWith("#")) {
      event.preventDefault();
      if (link.classList.contains("go")) this.step(1);
      else this.step(-1);
    } else if (to === "/notes") {
      event.preventDefault();
      this.hide(to);
    } else if (link.hreflang) {
      event.preventDefault();
      if (link.hreflang === this.dataset.language) return;
      // The card goes along, in the part of the address that no server sees. Once there are answers, leaving delivers
      // them on the card, and the next page carries on without it.
      if (hasUnsent()) return;
      const needsCard = this.code && !Object.keys(this.answers()).length;
      const giver = brought.giver && `~${brought.giver}`;
      location.replace(needsCard ? `${to}#${this.code}${giver}` : to);
    }
  }

  get at() {
    return this.pages.findIndex((page) => !page.hidden);
  }

  step(by) {
    let to = this.at === 0 && this.floor ? this.floor : this.at + by;
    while (to > 0 && !this.isAsked(this.pages[to])) to += by;
    this.show(by < 0 && to < this.floor ? 0 : to);
  }

  isAsked(page) {
    if (!page.dataset.if) return true;
    const parent = this.pages.find(({ dataset }) => dataset.theme === page.dataset.if);
    // What was answered before a reload is not known here any more; then the question is asked.
    if (this.pages.indexOf(parent) < this.floor) return true;
    return this.isAsked(parent) && page.dataset.in.split(" ").includes(parent.querySelector(":checked")?.value);
  }

  show(to, takesFocus = true) {
    for (const [place, page] of this.pages.entries()) page.hidden = place !== to;
    scrollTo(0, 0);
    if (takesFocus) this.pages[to].querySelector("h1").focus({ preventScroll: true });
  }

  // Answers: read from the page when they are delivered, kept nowhere else.

  answers() {
    const answers = {};
    for (const page of this.pages.slice(this.floor)) {
      const chosen = page.dataset.theme && this.isAsked(page) && page.querySelector(":checked");
      if (chosen) answers[page.dataset.theme] = [chosen.name.split(".")[1], chosen.value];
    }
    return answers;
  }

  partWith(answers) {
    const { set, version, language } = this.dataset;
    const company = this.querySelector("[name=company]:checked")?.value ?? null;
    const kept = { sitting: this.sitting, part: this.nextPart, round: null, set, version, language, company, sides: this.sides, answers };
    return JSON.stringify({ ...kept, alone: [], check: null, method: null, way: "screen" });
  }

  delivery(part, mark) {
    return JSON.stringify({ sitting: this.sitting, code: this.code, part, mark });
  }

  async close(mark) {
    closeSheets(this);
    const thrown = mark === "discarded";
    const answers = this.answers();
    const needsPart = !thrown && (!this.delivered || Object.keys(answers).length > 0);
    const part = needsPart ? this.partWith(answers) : null;
    const isNowhere = thrown && !this.delivered;
    if (isNowhere && !hasUnsent()) return this.go(withPass(`${this.dataset.thanks}&thrown=1`));
    this.form.reset();
    const sending = this.pages.at(-1);
    this.show(this.pages.length - 1);
    let receipt = null;
    if (!isNowhere) {
      this.pending = this.delivery(part, mark);
      receipt = await deliver(PARTS, this.pending, () => (sending.dataset.state = "waiting"), sending.querySelector(".again"));
      this.pending = null;
    }
    // What came through a door goes on from this page only: it is not left before that has arrived, too.
    if (hasUnsent()) sending.dataset.state = "waiting";
    await allSent();
    if (isHidden()) return undefined;
    const ending = { "set aside": "&aside=1", conflict: "&conflict=1", refused: "&conflict=1" }[receipt];
    return this.go(withPass(this.dataset.thanks + (ending ?? (thrown ? "&thrown=1" : ""))));
  }

  // Leaving.

  leave() {
    if (this.isGone) return;
    this.isGone = true;
    if (this.pending) postLast(PARTS, this.pending);
    // Behind the dull page nothing is remembered: whoever comes next must not carry on with this sitting.
    if (isHidden()) return;
    const set = `${this.dataset.set}-${this.dataset.version}`;
    const place = { set, sitting: this.sitting, sides: this.sides, part: this.nextPart, at: this.placeToCarryOn() };
    const answers = this.answers();
    if (!this.pending) {
      if (Object.keys(answers).length && (this.code || this.delivered)) {
        postLast(PARTS, this.delivery(this.partWith(answers), null));
        place.part += 1;
      } else if (!this.delivered) return;
    }
    remember(place);
  }

  // Where to carry on. Whoever has the tablet after a reload can see it, so it must not tell what was said: questions
  // that hang together are asked again from their first, whichever of them were asked.
  placeToCarryOn() {
    if (this.pending) return this.pages.length - 2;
    const last = this.pages.map((page) => Boolean(page.dataset.theme && page.querySelector(":checked"))).lastIndexOf(true);
    if (last < this.floor) return this.floor;
    const tied = [this.pages[last], this.pages[last + 1]].find((page) => this.isTied(page));
    return tied ? Math.max(this.floor, this.pages.indexOf(this.firstOf(tied))) : last + 1;
  }

  isTied(page) {
    return page.dataset.if || this.pages.some(({ dataset }) => dataset.if && dataset.if === page.dataset.theme);
  }

  firstOf(page) {
    return page.dataset.if ? this.firstOf(this.pages.find(({ dataset }) => dataset.theme === page.dataset.if)) : page;
  }

  go(address) {
    this.isGone = true;
    this.code = "";
    forget();
    this.form.reset();
    location.replace(address);
  }

  hide(address) {
    if (this.delivered && !this.pending) postLast(PARTS, this.delivery(null, "discarded"));
    if (!this.pending && !hasUnsent()) return this.go(address);
    // Sending was the child's wish and goes on behind the dull page; nothing of it can be seen.
    forget();
    hideInPlace(address);
    return undefined;
  }
}

customElements.define("child-sitting", ChildSitting);
