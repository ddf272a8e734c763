// Boots in a row in one process: verdicts, and what stays behind of memory, processes and files.

import { readdir, readFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "../../work/session.ts";
import { bootRounds, type Booted } from "./boot-rounds.ts";
import { median } from "simple-statistics";
import type { Row } from "./row.ts";

const platforms = ["bare-microvm", "bare-q35", "xen-pv-dom0"];

type Sample = { readonly rssMiB: number; readonly qemus: number; readonly folders: number };

/** `times` good boots of the unpatched kernel, on each platform in turn, as many at once as a run boots. */
export async function soak(times: number): Promise<Row[]> {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  let folders: number | undefined;
  const boots = await bootRounds(times, { platform: platforms }, async (session) => {
    const now = await foldersOf(session);
    folders ??= now;
    samples.push({ rssMiB: rssMiB(), qemus: await ownQemus(), folders: now - folders });
  });
  const seconds = (performance.now() - startedAt) / 1000;
  return rowsOf(boots, samples, seconds);
}

function rowsOf(boots: readonly Booted[], samples: readonly Sample[], seconds: number): Row[] {
  const wrong = boots.filter(({ verdict }) => verdict !== "pass");
  const quarter = Math.ceil(samples.length / 4);
  const rss = (some: readonly Sample[]): string => median(some.map((one) => one.rssMiB)).toFixed(0);
  const most = (of: "qemus" | "folders"): number => Math.max(...samples.map((one) => one[of]));
  const load = loadavg()[0]?.toFixed(1);
  const words = wrong.map(({ label, summary }) => `: ${label}: ${summary}`).join("");
  return [
    {
      what: `${boots.length} boots in a row (${platforms.join(", ")})`,
      goal: "not one wrong verdict",
      figure: `${wrong.length} wrong (${(seconds / boots.length).toFixed(1)} s each, load ${load})${words}`,
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
