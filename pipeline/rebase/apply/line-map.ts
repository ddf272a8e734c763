// Which line of one text became which of another: patience diff, with lines that stand once in both as anchors. A
// MAINTAINERS of 30,000 lines takes milliseconds whatever became of it, and no git process.

/** For each line of `before` its index in `after`, or -1. Rising where it is not -1. */
export function lineMap(before: readonly string[], after: readonly string[]): number[] {
  const map = Array.from({ length: before.length }, () => -1);
  match({ before, after, map }, [0, before.length], [0, after.length]);
  return map;
}

/** From, and up to but not with. */
export type Span = readonly [from: number, to: number];

/**
 * Where the lines `span` of the one text are in the other, with all that stands between them now; from one kept
 * line's neighbour to the next where they are gone.
 */
export function spanIn(map: readonly number[], [from, to]: Span, length: number): Span {
  const above = map.slice(0, from).findLast(isKept) ?? -1;
  const below = map.slice(to).find(isKept) ?? length;
  const [first = -1, last = -1] = from < to ? [map[from], map[to - 1]] : [];
  return [isKept(first) ? first : above + 1, isKept(last) ? last + 1 : below];
}

function isKept(place: number): boolean {
  return place !== -1;
}

type Texts = {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly map: number[];
};

function match(texts: Texts, [from, to]: Span, [start, end]: Span): void {
  const { before, after, map } = texts;
  let [top, first] = [from, start];
  while (top < to && first < end && before[top] === after[first]) map[top++] = first++;
  let [bottom, last] = [to, end];
  while (bottom > top && last > first && before[bottom - 1] === after[last - 1])
    map[--bottom] = --last;
  let [low, high] = [top, first];
  const anchors = risingAnchors(onceInBoth(texts, [top, bottom], [first, last]));
  if (!anchors.length) return;
  for (const [one, other] of [...anchors, [bottom, last] as const]) {
    match(texts, [low, one], [high, other]);
    if (one < bottom) map[one] = other;
    [low, high] = [one + 1, other + 1];
  }
}

type Anchor = readonly [before: number, after: number];

function onceInBoth({ before, after }: Texts, one: Span, other: Span): Anchor[] {
  const [here, there] = [once(before, one), once(after, other)];
  return [...here].flatMap(([line, at]) => {
    const place = there.get(line) ?? -1;
    return at >= 0 && place >= 0 ? [[at, place] as const] : [];
  });
}

/** Each line's index, -1 if the line occurs more than once. */
function once(lines: readonly string[], [from, to]: Span): Map<string, number> {
  const places = new Map<string, number>();
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? "";
    places.set(line, places.has(line) ? -1 : at);
  }
  return places;
}

/** The longest run of anchors that rises on both sides (patience sorting). */
function risingAnchors(anchors: readonly Anchor[]): Anchor[] {
  // Per length of a run: the anchor that ends the lowest such run; per anchor: the one before it in its run.
  const tops: Linked[] = [];
  for (const anchor of anchors) {
    const length = runsBelow(tops, anchor[1]);
    tops[length] = { anchor, before: tops[length - 1] };
  }
  const run: Anchor[] = [];
  for (let link = tops.at(-1); link; link = link.before) run.push(link.anchor);
  return run.toReversed();
}

type Linked = { readonly anchor: Anchor; readonly before: Linked | undefined };

function runsBelow(tops: readonly Linked[], place: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle]?.anchor[1] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
