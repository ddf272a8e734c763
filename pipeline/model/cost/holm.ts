// Of twenty true nulls one is "significant at 5 %": asked about many metrics, p must be paid for.

/** Holm (1979), step-down: the adjusted p, in the order given. Holds the family-wise error whatever the dependence. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).toSorted((a, b) => a.p - b.p);
  const adjusted = ps.map(() => 1);
  let largest = 0;
  for (const [rank, { p, at }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, p * (ps.length - rank)));
    adjusted[at] = largest;
  }
  return adjusted;
}
