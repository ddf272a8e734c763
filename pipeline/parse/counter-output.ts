// What images/counter/counter.c wrote -> addresses with counts. Its file header has the lines.

export type CounterOutput = {
  /** How many instructions were executed before an address was first reached. */
  readonly first: ReadonlyMap<bigint, number>;
  /** One for each workload, in the order in which they ran. */
  readonly workloads: readonly ReadonlyMap<bigint, number>[];
};

export function counterOutput(text: string): CounterOutput {
  const first = new Map<bigint, number>();
  const workloads: Map<bigint, number>[] = [];
  for (const line of text.split("\n")) {
    const [what, address = "", count = ""] = line.split(" ");
    if (what === "workload") workloads.push(new Map());
    if (what === "first") first.set(BigInt(`0x${address}`), Number(count));
    if (what === "at") workloads.at(-1)?.set(BigInt(`0x${address}`), Number(count));
  }
  return { first, workloads };
}
