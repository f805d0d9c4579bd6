// How many worries wait, kept fresh on every page: the number in the navigation, the title, and a line that is read out
// when there are more. All words come from the server. Where the reader's key has closed meanwhile, or nobody is signed
// in any more, what a child said is taken off the screen; what is being typed stays.
const EVERY = 30_000;

class WaitingCount extends HTMLElement {
  connectedCallback() {
    this.pageTitle = document.title;
    this.count = Number(this.dataset.count);
    this.show();
    this.timer = setInterval(() => this.ask(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async ask() {
    let reply;
    try {
      reply = await fetch(this.dataset.from, { redirect: "manual" });
    } catch {
      return; // no signal: the next time, perhaps
    }
    if (!reply.ok) {
      // The sign-in has run out. A server that is being restarted is asked again.
      if (reply.type === "opaqueredirect" || reply.status === 403) {
        clearInterval(this.timer);
        hideWhatIsSealed();
      }
      return;
    }
    const { count, words, is_open: isOpen } = await reply.json();
    if (!isOpen) hideWhatIsSealed();
    if (count > this.count) document.getElementById("waiting-said").textContent = words;
    this.count = count;
    this.querySelector(".said").textContent = words;
    this.show();
  }

  show() {
    const badge = this.querySelector(".badge");
    badge.textContent = this.count;
    badge.hidden = this.count === 0;
    document.title = this.count ? `(${this.count}) ${this.pageTitle}` : this.pageTitle;
  }
}

function hideWhatIsSealed() {
  for (const sealed of document.querySelectorAll("[data-sealed]")) sealed.remove();
  for (const instead of document.querySelectorAll("[data-when-shut]")) instead.hidden = false;
}

customElements.define("waiting-count", WaitingCount);
