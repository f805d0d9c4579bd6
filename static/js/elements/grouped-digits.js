// Shows typed digits in threes, as they stand on the card. The server takes them in any groups.
class GroupedDigits extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", ({ target }) => {
      // Somebody who mends a digit in the middle keeps the cursor there: only typing at the end is grouped.
      if (target.selectionEnd !== target.value.length) return;
      const digits = target.value.replace(/[^\p{Nd}]/gu, "");
      target.value = digits.replace(/(...)(?=.)/gu, "$1 ");
    });
  }
}

customElements.define("grouped-digits", GroupedDigits);
