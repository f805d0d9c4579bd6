// "Hide" while something is still on its way: the dull page comes over this one, which goes on sending behind it.
let hidden = false;

export const isHidden = () => hidden;

export function hideInPlace(address) {
  hidden = true;
  const dull = document.getElementById("dull").content.cloneNode(true);
  document.title = dull.querySelector("h1").textContent;
  document.head.querySelector("style")?.remove();
  history.replaceState(null, "", address);
  document.body.replaceChildren(dull);
}
