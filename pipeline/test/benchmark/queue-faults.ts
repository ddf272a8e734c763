// Runs that hand their steps out while something goes wrong, drawn at random: what they come to, against what is right.

import { canonicalJson, type Json } from "../../model/json.ts";
import { Random } from "../../model/random.ts";
import { removeTemporaryFolders } from "../folder-rig.ts";
import { faults } from "../queue/faults.ts";
import { Fleet } from "../queue/fleet-rig.ts";
import { valuesAlone } from "../queue/values-alone.ts";
import type { Row } from "./row.ts";

export async function queueFaults(rounds: number): Promise<Row[]> {
  const random = new Random(Date.now());
  const names = Object.keys(faults);
  const wrong: string[] = [];
  const counts = new Map<string, number>();
  for (let n = 0; n < rounds; n += 1) {
    const name = names[random.below(names.length)] ?? "";
    const found = await round(name, random, n);
    if (found !== undefined) wrong.push(`${name}: ${found}`);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    // It takes an hour: what it has seen so far must not be lost with it.
    process.stderr.write(`${n + 1} of ${rounds} (${name}), ${wrong.length} wrong ${found ?? ""}\n`);
  }
  const amid = [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
  return [
    {
      what: `${rounds} runs through a queue in which something goes wrong (${amid})`,
      goal: "each comes to the right end",
      figure: `${wrong.length} wrong${wrong.length ? `: ${wrong.join("; ")}` : ""}`,
    },
  ];
}

/** What is wrong with it. */
async function round(name: string, random: Random, n: number): Promise<string | undefined> {
  const fleet = await Fleet.start();
  try {
    const plan = { name: `${name} ${n}`, wide: 3, ms: 150 };
    const came = await faults[name]?.(fleet, plan, random);
    if (!came || came.code !== 0) return `ended with ${came?.code}: ${came?.said}`;
    const [is, ought] = [came.values, await valuesAlone(plan)].map((values) =>
      canonicalJson(values as unknown as Json),
    );
    return is === ought ? undefined : `came to ${is}`;
  } finally {
    await fleet.stop();
    await removeTemporaryFolders();
  }
}
