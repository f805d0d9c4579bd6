// The sections of a sitting: which of them this child meets, and what was chosen on them. It is read from the page when
// it is delivered, and kept nowhere else.
import { verdict } from "./checking.js";

export class Sections {
  constructor(form) {
    this.form = form;
    this.all = [...form.querySelectorAll(".page")];
    this.floor = 0; // questions with a lower number were answered before a reload, or in another version
    this.from = 0; // the number of the question that "carry on" leads to
    this.check = null; // whether the check was passed
    this.isRepeated = false;
    this.goesWho = {}; // what was chosen in another version, by whom a part is about: who goes on with it
    // The place of each in the way through. A quiet section stands where the question after it does.
    this.numbers = new Map();
    const questions = this.all.filter(({ dataset }) => dataset.theme);
    this.last = Math.max(...questions.map(({ id }) => Number(id.slice(1)))) + 1;
    let number = this.last + 1;
    for (const page of this.all.toReversed?.() ?? [...this.all].reverse()) {
      if (page.dataset.theme) number = Number(page.id.slice(1));
      else if (page.id === "end") number = this.last;
      this.numbers.set(page, page.id === "start" ? 0 : number);
    }
  }

  number(page) {
    return this.numbers.get(page);
  }

  get shown() {
    return this.all.find((page) => !page.hidden);
  }

  show(page, takesFocus = true) {
    for (const each of this.all) each.hidden = each !== page;
    scrollTo(0, 0);
    if (takesFocus) page.querySelector("h1").focus({ preventScroll: true });
  }

  // One on or one back, past everything that is not asked of this child.
  step(by) {
    const here = this.shown;
    if (by > 0 && here.id === "again") this.check = false;
    else if (by > 0 && here.id === this.placed.at(-1)?.id && this.isUnclear()) return;
    let place = this.all.indexOf(here);
    do place += by;
    while (place > 0 && !this.isMet(this.all[place], by));
    this.show(this.all[place]);
  }

  carryOn() {
    this.show(this.all.slice(1).find((page) => this.reach(page) >= this.from && this.isMet(page, 1)));
  }

  // The last question that a section is about: of one before a part, the part's last.
  reach(page) {
    if (!page.dataset.about) return this.number(page);
    return Math.max(...this.questionsOf(page.dataset.part).map((each) => this.number(each)));
  }

  questionsOf(part) {
    return this.all.filter(({ dataset }) => dataset.theme && dataset.part === part);
  }

  isMet(page, by) {
    if (page.id === "start" || page.id === "end" || page.hasAttribute("data-record")) return true;
    if (page.dataset.theme) return this.number(page) >= this.floor && this.isAsked(page) && !this.isLeftOut(page);
    if (page.dataset.about) return this.isAbout(page) && this.reach(page) >= this.floor && !(page.dataset.about in this.goesWho);
    if (page.hasAttribute("data-check")) return this.check === null && this.number(page) >= this.floor;
    return page.id === "rest" && by > 0 && this.number(page) > this.floor;
  }

  isAsked({ dataset }) {
    if (dataset.wants && (dataset.wants === "checked") !== (this.check === true)) return false;
    if (!dataset.if) return true;
    const parent = this.all.find((page) => page.dataset.theme === dataset.if);
    // What was answered before a reload is not known here any more; then the question is asked.
    if (this.number(parent) < this.floor) return true;
    return this.isAsked(parent) && dataset.in.split(" ").includes(this.value(parent));
  }

  value(page) {
    return this.isLeftOut(page) ? "skip" : page.querySelector(":checked")?.value;
  }

  chosen(name) {
    return new FormData(this.form).get(name);
  }

  choose(name, value) {
    const control = [...this.form.elements].find((each) => each.name === name && each.value === value);
    if (control) control.checked = true;
  }

  // Who goes on with a part about somebody who is there: "own", "together", or nobody ("skip").

  isAbout(page) {
    return page.dataset.about === this.chosen("company");
  }

  who(part) {
    const page = part && this.all.find(({ dataset }) => dataset.about && dataset.part === part);
    if (!page || !this.isAbout(page)) return null;
    return this.goesWho[page.dataset.about] ?? this.chosen(`alone-${part}`);
  }

  isLeftOut({ dataset }) {
    return this.who(dataset.part) === "skip";
  }

  get choices() {
    const parts = this.all.filter(({ dataset }) => dataset.about && this.who(dataset.part));
    return { ...this.goesWho, ...Object.fromEntries(parts.map(({ dataset }) => [dataset.about, this.who(dataset.part)])) };
  }

  // What is delivered.

  get asked() {
    return this.all.filter((page) => page.dataset.theme && this.number(page) >= this.floor && this.isAsked(page));
  }

  get answers() {
    const answered = this.asked.filter((page) => this.value(page) !== undefined);
    const fingerprint = (page) => page.querySelector("input").name.split(".")[1];
    return Object.fromEntries(answered.map((page) => [page.dataset.theme, [fingerprint(page), this.value(page)]]));
  }

  get alone() {
    const own = this.all.filter(({ dataset }) => dataset.theme && this.who(dataset.part) === "own");
    return [...new Set(own.map(({ dataset }) => dataset.theme))].sort();
  }

  // The check: after its second thing either on, or once more.

  get placed() {
    return this.all.filter((page) => page.hasAttribute("data-check"));
  }

  isUnclear() {
    const outcome = verdict(...this.placed.map((page) => this.value(page)));
    const isUnclear = outcome === false && !this.isRepeated;
    if (isUnclear) this.show(document.getElementById("again"));
    else this.check = outcome;
    return isUnclear;
  }

  placeAgain() {
    this.isRepeated = true;
    for (const page of this.placed) for (const control of page.querySelectorAll(":checked")) control.checked = false;
    this.show(this.placed[0]);
  }

  // Where to carry on. Whoever has the tablet after a reload can see it, so it must not tell what was said: questions
  // that hang together are asked again from their first, whichever of them were asked.

  get placeToCarryOn() {
    const questions = this.all.filter(({ dataset }) => dataset.theme);
    const last = questions.filter((page) => this.value(page) !== undefined).at(-1);
    if (!last || this.number(last) < this.floor) return Math.max(this.floor, this.from);
    const after = questions.find((page) => this.number(page) > this.number(last));
    const tied = [last, after].find((page) => page && this.isTied(page));
    return tied ? Math.max(this.floor, this.number(this.firstOf(tied))) : this.number(last) + 1;
  }

  isTied({ dataset }) {
    return dataset.if || this.all.some((page) => page.dataset.if && page.dataset.if === dataset.theme);
  }

  firstOf(page) {
    return page.dataset.if ? this.firstOf(this.all.find(({ dataset }) => dataset.theme === page.dataset.if)) : page;
  }
}
