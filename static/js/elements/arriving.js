// What comes along from page to page in the part of the address that no server sees: a card, with a proof that it was
// good when the child began; the sealed sign of who gave it; and, from one page of a sitting to its next, the pass of the
// doors. Only then what the tab remembers belongs to the card beside it.
const CARRIED = /^#(?<code>([\w-]{22}|\d{12})(\.[\w-]{22})?)?(~(?<giver>[\w-]{43}))?(?<on>!(?<pass>[\w.-]*))?$/;

export function arrived() {
  const { code = "", giver = "", pass = "", on } = CARRIED.exec(location.hash)?.groups ?? {};
  return { code, giver, pass, goesOn: on !== undefined };
}

export function along(code, giver, pass) {
  return `#${code}${giver && `~${giver}`}!${pass}`;
}
