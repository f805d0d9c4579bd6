// A sitting: one question at a time, answers only in this page's memory, delivered in parts. See elements/delivery.js.
import { along, arrived } from "./arriving.js";
import { attempt, deliver, post, postLast } from "./delivery.js";
import { bringOnceBegun } from "./drawings.js";
import { hideInPlace, isHidden } from "./hiding.js";
import { whenIdle } from "./idle.js";
import { forget, leave, recall, remember } from "./memory.js";
import { randomId } from "./random-id.js";
import { Sections } from "./sections.js";
import { closeSheets, promoteSheets } from "./sheets.js";
import { brought, pass, withPass } from "./tell-form.js";
import { allSent, hasUnsent } from "./unsent.js";

const PARTS = "/parts";
const SECOND_LOOK = 2000;
const SIDES = ["good-first", "other-first"];
const TAKEN = ["kept", "kept before"];

class ChildSitting extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.sections = new Sections(this.form);
    this.nextPart = 1;
    this.delivered = false; // whether the server has any part of this sitting
    this.pending = null; // the last delivery, while it is under way: its bytes, its mark and where to carry on meanwhile
    document.documentElement.dataset.run = "";
    this.form.reset();
    promoteSheets(this);
    this.listen();
    this.sections.show(this.start, false);
    this.begin();
    bringOnceBegun(`/drawings?set=${this.dataset.key}`, this.sections.shown !== this.start);
  }

  get start() {
    return this.sections.all[0];
  }

  field(name) {
    return this.form.querySelector(`input[type=hidden][name=${name}]`)?.value;
  }

  // Beginning: with a card, or with what is remembered from the page before, else the card's numbers are asked for.

  begin() {
    const { key, language } = this.dataset;
    const { code, giver, pass: handed, goesOn } = arrived();
    this.code = this.field("code") ?? code;
    // Both go nowhere but along with a call for help: not to the knock, not with an answer.
    brought.giver = giver;
    brought.pass = handed;
    this.toggleAttribute("data-giver", Boolean(giver));
    // Out of the address at once: from there it would go into the history and a screenshot.
    history.replaceState(null, "", `/answer?set=${key}&lang=${language}`);
    const isTyped = Boolean(this.field("sitting"));
    const place = isTyped || (this.code && !goesOn) ? null : recall(key);
    this.sitting = this.field("sitting") ?? place?.sitting ?? randomId();
    this.sides = this.field("sides") ?? place?.sides ?? SIDES[crypto.getRandomValues(new Uint8Array(1))[0] & 1];
    if (this.sides === SIDES[1] && !isTyped) {
      for (const pictures of this.querySelectorAll("[data-sides]")) pictures.append(...[...pictures.children].reverse());
    }
    if (place) this.takeUp(place);
    if (isTyped) this.sections.from = Number(this.field("at") ?? 0);
    if (this.code) {
      if (goesOn) forget();
      else leave();
      this.card = "open";
      if (!isTyped) this.knock();
    } else if (place || isTyped) {
      this.nextPart = place?.part ?? Number(this.field("part"));
      this.delivered = true;
      this.sections.floor = this.sections.from;
      this.card = "more";
      this.lookUp();
    } else this.card = "none";
  }

  takeUp({ at, company, method, check, goesWho, ...place }) {
    this.sections.from = at;
    this.sections.floor = this.code ? 0 : at;
    this.sections.choose("company", company);
    this.sections.choose("method", method);
    this.sections.check = check ?? null;
    if (!goesWho) return;
    // It came from a page that was left a moment ago, and not by a reload: the child goes on without a pause. What they
    // chose about who is there is good for this page, and whoever reloads it cannot see it.
    this.sections.goesWho = goesWho;
    if (!this.code) remember({ at, company, method, ...place });
    // Where a helper is needed they read first what is theirs.
    if (!this.hasAttribute("data-helped")) this.sections.carryOn();
  }

  set card(state) {
    this.start.dataset.card = state;
  }

  async knock() {
    try {
      const response = await post("/knock", JSON.stringify({ code: this.code }));
      const { card, pass: seen } = await response.json();
      brought.pass = seen ?? brought.pass;
      if (card) this.code = card; // with a proof that it was good when the child began
      if (card !== null) return;
      this.code = "";
      this.form.reset();
      this.card = "closed";
      this.sections.show(this.start);
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
    Object.assign(this.sections, { floor: 0, from: 0, check: null, goesWho: {} });
    this.form.reset();
    this.card = "none";
    this.sections.show(this.start);
  }

  // The way through.

  listen() {
    this.addEventListener("click", (event) => this.follow(event));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.getElementById("look-strong")?.closest(".choices").addEventListener("change", ({ target }) => {
      document.documentElement.dataset.look = target.value;
    });
    // Another card, scanned while this page stands open, is another sitting.
    addEventListener("hashchange", () => arrived().code && location.reload());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    whenIdle(() => this.pending || isHidden(), () => this.wipe());
  }

  wipe() {
    this.dispatchEvent(new Event("wipe"));
    this.hide("/");
  }

  follow(event) {
    const link = event.target.closest("a, [name=mark], [name=easier], [data-again]");
    const act = link && this.meaning(link);
    if (!act) return;
    event.preventDefault();
    act();
  }

  meaning(link) {
    if (link.name === "mark") return () => link.value !== "none" && this.close(link.value);
    if (link.name === "easier") return () => this.makeEasier(link.closest(".page"));
    if (link.hasAttribute("data-again")) return () => this.sections.placeAgain();
    const to = link.getAttribute("href");
    if (to.startsWith("#")) return () => this.step(link.classList.contains("go") ? 1 : -1);
    if (to === "/notes") return () => this.hide(to);
    return link.hreflang && (() => this.speak(link));
  }

  step(by) {
    if (this.sections.shown === this.start) this.sections.carryOn();
    else this.sections.step(by);
  }

  // Another document, in the middle of a sitting. Once there are answers, they are delivered on the card, and the next
  // page carries on without it; until then the card goes along.

  speak({ hreflang, href }) {
    // What came through a door goes on from this page only.
    if (hreflang === this.dataset.language || hasUnsent()) return;
    if (this.delivered || Object.keys(this.sections.answers).length) location.replace(href + this.fragment(""));
    else this.moveOn(href, this.place(this.sections.from));
  }

  async makeEasier(page) {
    if (hasUnsent()) return;
    const set = new URL(this.dataset.easier, location).searchParams.get("set");
    const place = { ...this.place(Number(page.dataset.easierAt)), set, check: null, goesWho: this.sections.choices };
    if (Object.keys(this.sections.answers).length) {
      const receipt = await this.bring(this.partWith(this.sections.answers), null);
      if (isHidden()) return postLast(PARTS, this.delivery(null, "discarded"));
      if (!TAKEN.includes(receipt)) return this.end(receipt);
      this.delivered = true;
      place.part += 1;
    }
    return this.moveOn(this.dataset.easier, place);
  }

  moveOn(address, place) {
    this.isGone = true;
    remember(place);
    location.replace(address + this.fragment(this.delivered ? "" : this.code));
  }

  fragment(code) {
    return along(code, brought.giver, pass());
  }

  // What the next page of this sitting needs. Never an answer.
  place(at) {
    const { key: set } = this.dataset;
    const { sections, sitting, sides, nextPart: part } = this;
    const beside = { company: sections.chosen("company"), method: sections.chosen("method"), check: sections.check };
    return { set, sitting, sides, part, at, ...beside };
  }

  partWith(answers) {
    const { set, version, round, language } = this.dataset;
    const { company, method, check } = this.place(0);
    const kept = { sitting: this.sitting, part: this.nextPart, round: round ?? null, set, version, language, company };
    return JSON.stringify({ ...kept, alone: this.sections.alone, check, method, way: "screen", sides: this.sides, answers });
  }

  delivery(part, mark) {
    return JSON.stringify({ sitting: this.sitting, code: this.code, part, mark });
  }

  // A delivery whose receipt is waited for. From here on nothing of it can be seen, and nothing changed.
  async bring(part, mark) {
    const sending = this.sections.all.at(-1);
    const at = mark ? this.sections.last : this.sections.placeToCarryOn;
    this.pending = { bytes: this.delivery(part, mark), place: { ...this.place(at), part: this.nextPart + (mark ? 0 : 1) } };
    this.form.reset();
    this.sections.show(sending);
    const receipt = await deliver(PARTS, this.pending.bytes, () => (sending.dataset.state = "waiting"), sending.querySelector(".again"));
    this.pending = null;
    return receipt;
  }

  async close(mark) {
    closeSheets(this);
    const thrown = mark === "discarded";
    const { answers } = this.sections;
    const needsPart = !thrown && (!this.delivered || Object.keys(answers).length > 0);
    const isNowhere = thrown && !this.delivered;
    if (isNowhere && !hasUnsent()) return this.go(withPass(`${this.dataset.thanks}&thrown=1`));
    const part = needsPart ? this.partWith(answers) : null;
    let receipt = null;
    if (!isNowhere) receipt = await this.bring(part, mark);
    else {
      this.form.reset();
      this.sections.show(this.sections.all.at(-1));
    }
    // What came through a door goes on from this page only: it is not left before that has arrived, too.
    if (hasUnsent()) this.sections.all.at(-1).dataset.state = "waiting";
    await allSent();
    return isHidden() ? undefined : this.end(receipt, thrown ? "&thrown=1" : "");
  }

  end(receipt, otherwise) {
    const ending = { "set aside": "&aside=1", conflict: "&conflict=1", refused: "&conflict=1" }[receipt];
    return this.go(withPass(this.dataset.thanks + (ending ?? otherwise)));
  }

  // Leaving.

  leave() {
    if (this.isGone) return;
    this.isGone = true;
    if (this.pending) postLast(PARTS, this.pending.bytes);
    // Behind the dull page nothing is remembered: whoever comes next must not carry on with this sitting.
    if (isHidden()) return;
    if (this.pending) return remember(this.pending.place);
    const place = this.place(this.sections.placeToCarryOn);
    const { answers } = this.sections;
    if (Object.keys(answers).length && (this.code || this.delivered)) {
      postLast(PARTS, this.delivery(this.partWith(answers), null));
      place.part += 1;
    } else if (!this.delivered) return;
    remember(place);
  }

  go(address) {
    this.isGone = true;
    this.code = "";
    leave();
    this.form.reset();
    location.replace(address);
  }

  hide(address) {
    if (this.delivered && !this.pending) postLast(PARTS, this.delivery(null, "discarded"));
    if (!this.pending && !hasUnsent()) return this.go(address);
    // Sending was the child's wish and goes on behind the dull page; nothing of it can be seen.
    leave();
    hideInPlace(address);
    return undefined;
  }
}

customElements.define("child-sitting", ChildSitting);
