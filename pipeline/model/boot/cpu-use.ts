// How much of the machine's CPUs a boot got, and how long it had to wait for them.

/** Of one instant. Times are milliseconds since QEMU's start. */
export type CpuSample = {
  /** Our own monotonic clock. */
  readonly atMs: number;
  /** What each vCPU's thread ran. */
  readonly ran: readonly number[];
  /** What each waited for a CPU that something else had: Linux' run_delay (Documentation/scheduler/sched-stats.rst). */
  readonly waited: readonly number[];
  /** What this machine's own hypervisor kept of each of its CPUs, on the average (`steal` of proc(5)). */
  readonly stolen: number;
};

/** When records came in, by our own monotonic clock. */
export type Heard = {
  /** By test. */
  readonly tests: Readonly<Record<string, number>>;
  /** The last record of all. */
  readonly lastMs?: number;
};

/** The samples of a span, with the last one before it and the first one after it. */
export function during(
  samples: readonly CpuSample[],
  [fromMs, toMs]: readonly [number, number],
): readonly CpuSample[] {
  const first = samples.findLastIndex(({ atMs }) => atMs <= fromMs);
  const last = samples.findIndex(({ atMs }) => atMs >= toMs);
  return samples.slice(Math.max(0, first), last === -1 ? undefined : last + 1);
}

/** Of the vCPU that waited longest. */
export type Waited = { readonly ofMs: number; readonly waitedMs: number };

/** Undefined where the samples do not cover the span. */
export function waitedIn(
  samples: readonly CpuSample[],
  fromMs: number,
  toMs: number,
): Waited | undefined {
  const first = samples.findLast(({ atMs }) => atMs <= fromMs) ?? samples.at(0);
  const last = samples.find(({ atMs }) => atMs >= toMs) ?? samples.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return undefined;
  const ofMs = last.atMs - first.atMs;
  const each = last.waited.map((ms, at) => ms - (first.waited[at] ?? 0));
  const waitedMs = Math.max(0, ...each) + last.stolen - first.stolen;
  return { ofMs, waitedMs: Math.min(ofMs, waitedMs) };
}
