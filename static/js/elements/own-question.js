// Says as an officer types which versions can ask their question: by its words and its answers. The server says the same
// when it is saved, and all words are the server's.
class OwnQuestion extends HTMLElement {
  connectedCallback() {
    this.ask = this.querySelector("[name^=ask-]");
    this.answers = this.querySelector("[name^=answers-]");
    this.addEventListener("input", () => this.tell());
    this.tell();
  }

  tell() {
    const words = this.ask.value.split(/\s+/).filter(Boolean).length;
    for (const version of this.querySelectorAll(".fits li")) {
      const { words: most, answers } = version.dataset;
      let state = "asks";
      if (!words) state = "limit";
      else if (!answers.split(" ").includes(this.answers.value)) state = "other";
      else if (words > Number(most)) state = "long";
      for (const said of version.querySelectorAll("span")) said.hidden = !said.classList.contains(state);
    }
  }
}
customElements.define("own-question", OwnQuestion);
