// Whoever types for long does nothing that the server hears of: it is told now and then. When nothing was touched for as
// long as it waits, this is said two minutes before, and one press is enough to stay.
const WARNING = 2 * 60 * 1000;
const TELL_EVERY = 5 * 60 * 1000;
const SIGNS = ["pointerdown", "keydown", "input"];

class StaySignedIn extends HTMLElement {
  connectedCallback() {
    // What one page of theirs tells, the others need not say.
    this.others = new BroadcastChannel("signed-in");
    this.others.addEventListener("message", () => this.wait());
    this.others.postMessage("");
    this.told = Date.now();
    for (const sign of SIGNS) addEventListener(sign, () => this.note(), { passive: true });
    this.wait();
  }

  note() {
    if (!this.hidden || Date.now() - this.told > TELL_EVERY) this.tell();
  }

  wait() {
    this.hidden = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.hidden = false), this.dataset.seconds * 1000 - WARNING);
  }

  async tell() {
    this.told = Date.now(); // not once for each letter
    try {
      await fetch(this.dataset.from, { method: "HEAD", redirect: "manual" });
    } catch {
      return; // no signal: the next time, perhaps
    }
    this.others.postMessage("");
    this.wait();
  }
}

customElements.define("stay-signed-in", StaySignedIn);
