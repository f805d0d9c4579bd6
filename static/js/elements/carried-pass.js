// A pass that a page before this one hands on, in the part of the address that no server sees: it goes into the forms of
// the doors in here, and out of the address at once.
class CarriedPass extends HTMLElement {
  connectedCallback() {
    const pass = location.hash.slice(1);
    const form = this.querySelector("form");
    if (!pass || !form) return;
    history.replaceState(null, "", location.pathname + location.search);
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "pass", value: pass });
    form.append(field);
  }
}

customElements.define("carried-pass", CarriedPass);
