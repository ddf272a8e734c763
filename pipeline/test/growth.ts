// Whether work grows with its input or with the square of it: a ratio in one process, as a time would say how busy the
// machine is.

/** How many times more CPU the work takes for 8 times its size: about 8 where it is linear, 64 where it is quadratic. */
export function growth(work: (size: number) => void, size: number): number {
  work(size / 8);
  const small = Math.min(cost(work, size / 8), cost(work, size / 8));
  return cost(work, size) / small;
}

export const linear = 24;

/** Of this process alone, in µs: others may be busy. A thousandth of a second is as little as can be told. */
function cost(work: (size: number) => void, size: number): number {
  const before = process.cpuUsage();
  work(size);
  return Math.max(process.cpuUsage(before).user, 1000);
}
