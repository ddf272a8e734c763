// Boots in a row in one process: verdicts, and what stays behind of memory, processes and files.

import { readdir, readFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { planned } from "../../work/pinned.ts";
import { type Session, withSession } from "../../work/session.ts";
import type { Judgement } from "../../model/judge.ts";
import type { Step } from "../../model/step.ts";
import { median } from "./median.ts";
import type { Row } from "./row.ts";

const platforms = ["bare-microvm", "bare-q35", "xen-pv-dom0"];

type Sample = { readonly rssMiB: number; readonly qemus: number; readonly folders: number };

/** `times` good boots of the unpatched kernel, on each platform in turn, as many at once as a run boots. */
export async function soak(times: number): Promise<Row[]> {
  return withSession({ fresh: true }, async (session) => {
    const { plan } = await planned(session, { platform: platforms }, { onEvent: () => undefined });
    const cells = plan.cells.filter(({ series }) => series === "base");
    const wrong: string[] = [];
    const samples: Sample[] = [];
    const startedAt = performance.now();
    const folders = await foldersOf(session);
    for (let done = 0; done < times; done += cells.length) {
      const steps = cells.slice(0, times - done).map(({ judged }) => judged);
      wrong.push(...(await notPassed(session, steps)));
      const left = (await foldersOf(session)) - folders;
      samples.push({ rssMiB: rssMiB(), qemus: await ownQemus(), folders: left });
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return rowsOf(times, wrong, samples, seconds);
  });
}

async function notPassed(session: Session, steps: readonly Step<Judgement>[]): Promise<string[]> {
  const traces = await session.run(steps, () => undefined);
  return steps.flatMap((one) => {
    const outcome = traces.get(one.id)?.outcome;
    const judgement = outcome?.status === "pass" ? (outcome.value as Judgement) : undefined;
    if (judgement?.verdict === "pass") return [];
    return [`${one.label}: ${judgement?.finding?.summary ?? JSON.stringify(outcome)}`];
  });
}

function rowsOf(
  times: number,
  wrong: readonly string[],
  samples: readonly Sample[],
  seconds: number,
): Row[] {
  const quarter = Math.ceil(samples.length / 4);
  const rss = (some: readonly Sample[]): string => median(some.map((one) => one.rssMiB)).toFixed(0);
  const most = (of: "qemus" | "folders"): number => Math.max(...samples.map((one) => one[of]));
  const load = loadavg()[0]?.toFixed(1);
  return [
    {
      what: `${times} boots in a row (${platforms.join(", ")})`,
      goal: "not one wrong verdict",
      figure: `${wrong.length} wrong (${(seconds / times).toFixed(1)} s each, load ${load})${wrong.length ? `: ${wrong.join("; ")}` : ""}`,
    },
    {
      what: "our memory over them (RSS)",
      goal: "does not grow",
      figure: `${rss(samples.slice(0, quarter))} MiB in the first quarter, ${rss(samples.slice(-quarter))} in the last`,
    },
    {
      what: "what a boot leaves behind",
      goal: "nothing",
      figure: `${most("qemus")} processes, ${most("folders")} folders`,
    },
  ];
}

function rssMiB(): number {
  return process.memoryUsage().rss / 2 ** 20;
}

/** Processes that we started and that are still there. */
async function ownQemus(): Promise<number> {
  const own = `/proc/self/task/${process.pid}/children`;
  return (await readFile(own, "utf8")).split(" ").filter(Boolean).length;
}

/** The work folders of steps, and those of machines. */
async function foldersOf({ store }: Session): Promise<number> {
  const work = await readdir(join(store.dir, "work"));
  const machines = (await readdir(tmpdir())).filter((name) => name.startsWith("twinboot-"));
  return work.length + machines.length;
}
