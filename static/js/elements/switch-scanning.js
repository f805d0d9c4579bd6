// For a child who presses one switch or two: what can be chosen is pointed at in turn, and a press chooses it. The finger
// of whoever helps still works. Of how a child presses only "by switch" is sent, as the helper could say it too.
import { SWITCHES } from "./memory.js";
import { openSheets } from "./sheets.js";

const NEXT = ["Space", "ArrowRight", "ArrowDown"];
const CHOOSE = ["Enter", "NumpadEnter"];
// Hands that tremble press twice: what comes so soon after a press is the same press.
const SAME_PRESS = 250;
const FEW = 5;
const ROUNDS = 2;
// Of the speakers only the question's: an answer's would double the wait for each answer.
const CONTROLS = "input[type=radio], input[type=checkbox], a[href], button:not(.speaker), .question .speaker, input.digits";
const WRITTEN = "textarea, input[type=text], input:not([type])";
const CLUSTERS = ".steps, .pictures, .rungs, .amounts, .aside, .helper, .bar, .choices, .languages, .doors, .both, .calls";

class SwitchScanning extends HTMLElement {
  connectedCallback() {
    this.cluster = null; // what is being gone through, if not all of the page
    this.at = -1;
    this.last = 0;
    this.pace = this.querySelector("[name=pace]");
    this.restore();
    addEventListener("change", ({ target }) => /^(switches|pace)$/.test(target.name) && this.set());
    addEventListener("beforetoggle", (event) => this.lend(event), { capture: true });
    addEventListener("keydown", (event) => this.press(event), { capture: true });
    addEventListener("click", () => setTimeout(() => this.follow()), { capture: true });
  }

  get switches() {
    return Number(this.querySelector("[name=switches]:checked")?.value ?? 0);
  }

  get pause() {
    return Number(this.pace.value) * 1000;
  }

  // In the middle of a sitting a child may tire: how long each thing waits is then in the helper's sheet, or in "stop".
  lend({ target, newState }) {
    if (target !== (document.getElementById("helper") ?? document.getElementById("stop"))) return;
    const label = this.pace.closest("label");
    if (newState === "open" && this.switches === 1) target.lastElementChild.before(label);
    else this.append(label);
  }

  // A helper may write for the child: their field keeps the focus, and nothing on the page moves.
  get isWriting() {
    const { activeElement } = document;
    return activeElement !== this.pointed && Boolean(activeElement?.matches(WRITTEN));
  }

  restore() {
    try {
      for (const [name, value] of Object.entries(JSON.parse(sessionStorage.getItem(SWITCHES)) ?? {})) {
        for (const kept of this.querySelectorAll(`[name=${name}]`)) {
          if (kept.type === "range") kept.value = value;
          else kept.checked = kept.value === value;
        }
      }
    } catch {
      // Nothing was kept, or nothing can be.
    }
    this.run();
  }

  set() {
    const chosen = [...this.querySelectorAll(":checked"), this.pace];
    try {
      sessionStorage.setItem(SWITCHES, JSON.stringify(Object.fromEntries(chosen.map(({ name, value }) => [name, value]))));
    } catch {
      // A browser that keeps nothing: it is asked again after a reload.
    }
    this.run();
  }

  run() {
    clearInterval(this.clock);
    this.point(-1);
    this.toggleAttribute("data-one", this.switches === 1);
    if (this.switches === 1) this.clock = setInterval(() => this.move(), this.pause);
  }

  // What can be pointed at now: in an open sheet, else on the page that is shown. Many things that lie together are one
  // thing until they are chosen: else a child would wait for eleven rungs to pass before "stop" comes. The way on is
  // always by itself: it is what is wanted most.

  get stops() {
    const root = this.cluster ?? openedSheet() ?? shownPage();
    const found = [...root.querySelectorAll(CONTROLS)].filter(isShown);
    if (this.cluster) return found.filter((each) => !leadsOn(each));
    const stops = [];
    for (const control of found) {
      const cluster = leadsOn(control) ? null : control.closest(CLUSTERS);
      const together = cluster && found.filter((each) => cluster.contains(each) && !leadsOn(each));
      const isAnswer = control.type === "radio" && !cluster?.matches(".aside, .helper");
      if (!cluster || together.length === 1 || (isAnswer && together.length <= FEW)) stops.push(control);
      else if (!stops.includes(cluster)) stops.push(cluster);
    }
    // The way on comes first where it is what a child wants next, and "hide", which ends everything, last.
    const isDone = isAnswered(root);
    const turn = (stop) => (isDone && leadsOn(stop) ? 0 : stop.matches(".hide") ? 2 : 1);
    return stops.sort((one, other) => turn(one) - turn(other));
  }

  move() {
    const { stops } = this;
    const next = this.at + 1;
    if (this.cluster && (next >= stops.length * ROUNDS || isUnderSheet(this.cluster))) return this.begin();
    return this.point(this.cluster ? next : next % stops.length);
  }

  begin() {
    this.cluster = null;
    this.point(0);
  }

  point(at) {
    if (at >= 0 && this.isWriting) return;
    this.pointed?.removeAttribute("data-pointed");
    const { stops } = this;
    this.at = at;
    this.pointed = at < 0 ? null : stops[at % stops.length];
    if (!this.pointed) return;
    this.pointed.setAttribute("data-pointed", "");
    this.pointed.scrollIntoView({ block: "nearest" });
    // Whoever changes the wait by keyboard would lose it at every step.
    if (this.pointed.matches(CONTROLS) && !this.pace.matches(":focus")) this.pointed.focus({ preventScroll: true });
  }

  press(event) {
    if (!this.switches || event.target.matches?.(WRITTEN)) return;
    const chooses = CHOOSE.includes(event.code) || (this.switches === 1 && event.code === "Space");
    const moves = this.switches === 2 && NEXT.includes(event.code);
    if (!chooses && !moves) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat || event.timeStamp - this.last < SAME_PRESS) return;
    this.last = event.timeStamp;
    if (moves || !this.pointed?.isConnected || isUnderSheet(this.pointed)) this.move();
    else this.choose();
    // A press begins the wait anew: what was just pointed at stays for its whole time.
    if (this.switches === 1) {
      clearInterval(this.clock);
      this.clock = setInterval(() => this.move(), this.pause);
    }
  }

  choose() {
    const chosen = this.pointed;
    if (!chosen.matches(CONTROLS)) {
      this.cluster = chosen;
      return this.point(0);
    }
    if (chosen.type === "radio") this.note();
    chosen.click();
    return undefined;
  }

  // Whoever presses a switch answers by switch, unless the helper has said otherwise.
  note() {
    if (document.querySelector("[name=method]:checked")) return;
    const method = document.querySelector("[name=method][value=switch]");
    if (method) method.checked = true;
  }

  // After anything was chosen, by switch or by finger, it begins anew: on the same page with the way on, once there is an
  // answer.
  follow() {
    if (this.switches) this.begin();
  }
}

const openedSheet = () => openSheets().at(-1);
// Where one has opened by itself, and nothing was chosen yet.
const isUnderSheet = (stop) => openedSheet()?.contains(stop) === false;
const shownPage = () => document.querySelector(".page:not([hidden])") ?? document.body;
const isShown = (control) => control.getClientRects().length > 0 && !control.disabled && control.tabIndex >= 0;
const isAnswered = (page) => page.querySelector(":is(.group, [role=radiogroup]) :checked") !== null;
const leadsOn = (stop) => stop.matches(".go");

customElements.define("switch-scanning", SwitchScanning);
