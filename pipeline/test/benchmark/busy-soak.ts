// Boots of every platform of the every-run lane while both cores are kept busy by something else: a machine like that must
// not make a verdict.

import { type ChildProcess, spawn } from "node:child_process";
import { cpus } from "node:os";
import { childLine } from "../../tools/child-line.ts";
import { type Booted, bootRounds } from "./boot-rounds.ts";
import { median } from "simple-statistics";
import type { Row } from "./row.ts";

/** Of the boots, those over all platforms; the others are of machines alone, since a host with all its guests takes minutes. */
const shareOfAll = 0.4;

/** What was booted is told on stderr, a line a round, so that a soak that is stopped has told what it saw. */
export async function busySoak(times: number): Promise<Row[]> {
  const others = cpus().map(() => busyProcess());
  try {
    let done = 0;
    const tell = async (_: unknown, round: readonly Booted[]): Promise<void> => {
      done += round.length;
      const wrong = round.filter(({ verdict }) => verdict !== "pass");
      const words = wrong.map(
        ({ label, verdict, summary }) => `\n  ${label}: ${verdict}: ${summary}`,
      );
      process.stderr.write(
        `${done} boots, ${wrong.length} of the last not passed${words.join("")}\n`,
      );
    };
    const ofAll = Math.ceil(times * shareOfAll);
    const boots = [
      ...(await bootRounds(ofAll, {}, tell)),
      ...(await bootRounds(times - ofAll, { withoutGuests: true }, tell)),
    ];
    return [rowOf(boots), ...[...byPlatform(boots)].map(([name, own]) => platformRow(name, own))];
  } finally {
    for (const other of others) other.kill("SIGKILL");
  }
}

/** At our own niceness; it goes with us. */
function busyProcess(): ChildProcess {
  return spawn(...childLine([process.execPath, "--eval", "for (;;);"]), { stdio: "ignore" });
}

function rowOf(boots: readonly Booted[]): Row {
  return {
    what: `${boots.length} boots of all platforms with ${cpus().length} busy processes beside them`,
    goal: "not one failure that is the machine's own",
    figure: countsOf(boots),
  };
}

function platformRow(name: string, boots: readonly Booted[]): Row {
  const shares = boots.flatMap(({ waited }) => waited ?? []);
  const waited = shares.length
    ? `; of its time a vCPU waited ${percent(median(shares))} (median), ${percent(Math.max(...shares))} (most)`
    : "";
  return { what: name, goal: "", figure: `${countsOf(boots)}${waited}` };
}

function countsOf(boots: readonly Booted[]): string {
  const counts = new Map<string, number>();
  for (const { verdict, reason } of boots) {
    const word = verdict === reason ? verdict : `${verdict} ${reason}`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}

function byPlatform(boots: readonly Booted[]): Map<string, Booted[]> {
  const all = new Map<string, Booted[]>();
  for (const one of boots) all.set(one.platform, [...(all.get(one.platform) ?? []), one]);
  return all;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
