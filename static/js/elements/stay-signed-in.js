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
    if (this.telling || this.isOut) return; // not once for each letter
    if (!this.hidden || Date.now() - this.told > TELL_EVERY) this.tell();
  }

  wait() {
    this.hidden = true;
    this.say(false);
    clearTimeout(this.timer);
    const limit = this.dataset.seconds * 1000;
    this.timer = setTimeout(() => {
      this.hidden = false;
      this.timer = setTimeout(() => this.say(true), WARNING);
    }, limit - WARNING);
  }

  say(isOut) {
    this.isOut = isOut;
    const [soon, stay, out, back] = this.children;
    soon.hidden = stay.hidden = isOut;
    out.hidden = back.hidden = !isOut;
  }

  async tell() {
    this.telling = true;
    this.told = Date.now();
    try {
      // Whoever is signed in is sent on from the page for signing in; whoever is not gets it.
      const reply = await fetch(this.dataset.from, { method: "HEAD", redirect: "manual" });
      if (reply.type === "opaqueredirect") {
        this.others.postMessage("");
        this.wait();
      } else if (reply.ok) {
        this.hidden = false;
        this.say(true);
      }
    } catch {
      // no signal: the next time, perhaps
    } finally {
      this.telling = false;
    }
  }
}

customElements.define("stay-signed-in", StaySignedIn);
