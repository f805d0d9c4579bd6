// What a tab remembers of a sitting across a reload: which sitting, its next part, the place to carry on at, the sides,
// who is there, how the child chooses and whether the check was passed. Never an answer and never a card: the next person
// at this tablet could read them. And not for long: browsers bring a closed tab back days later, and whoever opens it must
// not carry on with what another child began.
const KEY = "sitting";
export const SWITCHES = "switches";
const LONGEST = 15 * 60 * 1000;

export function remember(place) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...place, left: Date.now() }));
  } catch {
    // A browser that keeps nothing: the child will need a card again after a reload.
  }
}

export function recall(set) {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    const away = Date.now() - place.left;
    if (away >= 0 && away < LONGEST) return place.set === set ? place : null;
    forget();
    return null;
  } catch {
    return null;
  }
}

function drop(key) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

export function forget() {
  drop(KEY);
}

// Whoever has the tablet next begins as if nobody had been there: not even how the child before them pressed is left.
export function leave() {
  drop(KEY);
  drop(SWITCHES);
}
