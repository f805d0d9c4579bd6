// The check before richer scales: something that is liked and something that is not, placed on a ladder or given to one
// of two pictures. What was placed is kept nowhere.
const APART = 3;

// Whether it was passed; null where it was not done.
export function verdict(liked, hated) {
  if (liked === "good" || liked === "other") return hated === "good" || hated === "other" ? liked === "good" && hated === "other" : null;
  const [upper, lower] = [liked, hated].map((value) => (/^\d+$/.test(value) ? Number(value) : NaN));
  return Number.isNaN(upper - lower) ? null : upper - lower >= APART;
}
