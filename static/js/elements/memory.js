// What a tab remembers of a sitting across a reload: which sitting, its next part, the place to carry on at and the
// sides. Never an answer and never a card: the next person at this tablet could read them.
const KEY = "sitting";

export function remember(place) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing: the child will need a card again after a reload.
  }
}

export function recall(set) {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    return place && place.set === set ? place : null;
  } catch {
    return null;
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
