// How long a plan takes with so many workers: a discrete-event simulation. Pure.

export type FleetStep = {
  /** Seconds. */
  readonly takes: number;
  /** Places, in the list, of the steps that it waits for; all of them before its own. */
  readonly needs: readonly number[];
  /** Of those that could begin, the lowest begins first. */
  readonly urgency: number;
};

/** Seconds until the last step ends, `workers` of one slot each. */
export function makespan(steps: readonly FleetStep[], workers: number): number {
  const ends = new Map<number, number>();
  const waiting = new Waiting(steps);
  const busy = new Heap((at) => ends.get(at) ?? 0);
  for (let now = 0; ;) {
    while (busy.size < workers && waiting.ready.size) {
      const at = waiting.ready.pop();
      ends.set(at, now + (steps[at]?.takes ?? 0));
      busy.push(at);
    }
    if (!busy.size) return now;
    const ended = busy.pop();
    now = ends.get(ended) ?? now;
    waiting.ended(ended);
  }
}

/** Which steps could begin. */
class Waiting {
  readonly ready: Heap;
  readonly #missing: number[];
  readonly #unlocks: number[][];

  constructor(steps: readonly FleetStep[]) {
    this.#missing = steps.map(({ needs }) => needs.length);
    this.#unlocks = steps.map(() => []);
    this.ready = new Heap((at) => steps[at]?.urgency ?? 0);
    for (const [at, { needs }] of steps.entries()) {
      if (!needs.length) this.ready.push(at);
      for (const need of needs) this.#unlocks[need]?.push(at);
    }
  }

  ended(step: number): void {
    for (const at of this.#unlocks[step] ?? []) {
      const left = (this.#missing[at] ?? 1) - 1;
      this.#missing[at] = left;
      if (left === 0) this.ready.push(at);
    }
  }
}

/** Seconds of the longest chain: no number of workers makes it shorter. */
export function criticalPath(steps: readonly FleetStep[]): number {
  const ends: number[] = [];
  for (const { takes, needs } of steps)
    ends.push(takes + Math.max(0, ...needs.map((need) => ends[need] ?? 0)));
  return ends.reduce((longest, one) => Math.max(longest, one), 0);
}

/** Numbers, the one with the least weight first. */
class Heap {
  readonly #items: number[] = [];
  readonly #weight: (item: number) => number;

  constructor(weight: (item: number) => number) {
    this.#weight = weight;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#isBelow(above, at)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): number {
    const items = this.#items;
    const first = items[0] ?? Number.NaN;
    const last = items.pop() ?? Number.NaN;
    if (items.length) items[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < items.length && !this.#isBelow(least, left)) least = left;
      if (right < items.length && !this.#isBelow(least, right)) least = right;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  /** Ties keep their order: the same plan gives the same time. */
  #isBelow(one: number, other: number): boolean {
    const [a = 0, b = 0] = [this.#items[one], this.#items[other]];
    const [first, second] = [this.#weight(a), this.#weight(b)];
    return first < second || (first === second && a <= b);
  }

  #swap(one: number, other: number): void {
    const items = this.#items;
    [items[one], items[other]] = [items[other] ?? Number.NaN, items[one] ?? Number.NaN];
  }
}
