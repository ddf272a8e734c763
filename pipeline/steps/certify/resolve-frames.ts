// Functions and offsets of a console -> lines of the source, by the kernel's debug symbols. They help a reader and decide nothing.

import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { InfraError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepContext, StepKind } from "../../model/work/step.ts";
import { addressOf, type SymbolPlace, symbolSpans } from "../../parse/symbol-addresses.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import { run } from "../../tools/shell.ts";
import { complaintIn, runScript } from "./sandbox-script.ts";
import { unpackDebugSymbols } from "./unpack-debug-symbols.ts";

type Params = {
  /** Of the kernel itself, and not of a module. */
  places: readonly SymbolPlace[];
  file: Artifact;
  buildId: string;
};

/** For each place the functions that it lies in, the innermost first: `do_one_initcall at init/main.c:1302`; empty where it is not known. */
export type ResolvedPlaces = readonly (readonly string[])[];

export const resolveFrames: StepKind<Params, NoInputs, ResolvedPlaces> = {
  name: "resolve-frames",
  version: 1,
  nature: "pure",
  pool: "io",
  runs: "description",
  async run(context, { places, file, buildId }) {
    const vmlinux = await unpackDebugSymbols(context, file, buildId);
    const addresses = await addressesIn(context, vmlinux, places);
    const known = addresses.flatMap((one) => (one === undefined ? [] : [one]));
    const lines = known.length ? await linesAt(context, vmlinux, known) : new Map();
    return pass(addresses.map((one) => (one === undefined ? [] : (lines.get(one) ?? []))));
  },
};

async function addressesIn(
  { workDir, signal }: StepContext,
  vmlinux: string,
  places: readonly SymbolPlace[],
) {
  const names = [...new Set(places.map(({ name }) => name))];
  const folders = { out: join(workDir, "out") };
  const args = [vmlinux, ...names];
  const { stdout, exitCode, log } = await runScript("symbols-named.sh", args, folders, signal);
  if (exitCode !== 0) throw unreadable(log);
  const spans = symbolSpans(stdout);
  return places.map((place) => addressOf(place, spans));
}

function unreadable(log: string): InfraError {
  return new InfraError(
    `the debug symbols cannot be read: ${complaintIn(log)}`,
    "look for the addresses by hand: addr2line -e vmlinux",
  );
}

const longestLine = 300;

/** addr2line says an address, then a line for each function that is inlined there. */
async function linesAt(
  { workDir, signal }: StepContext,
  vmlinux: string,
  addresses: readonly bigint[],
): Promise<Map<bigint, string[]>> {
  const hex = addresses.map((one) => `0x${one.toString(16)}`);
  // prettier-ignore
  const argv = ["addr2line", "--exe", `/tmp/out/found/${vmlinux}`, "--addresses", "--functions", "--inlines", ...hex];
  const folders = [{ from: join(workDir, "out"), to: "/tmp/out", writable: false }] as const;
  const limits = { minutes: 5, outputBytes: 2 ** 20 };
  const line = sandboxed(argv, { folders, env: {}, cwd: "/tmp" });
  const { stdout, exitCode, log } = await run(line, { signal, limits });
  if (exitCode !== 0) throw unreadable(log);
  const found = new Map<bigint, string[]>();
  for (const part of stdout.split(/^(?=0x[0-9a-f]+$)/m)) {
    const [address = "", ...lines] = part.trim().split("\n");
    if (!/^0x[0-9a-f]+$/.test(address)) continue;
    found.set(BigInt(address), functionsIn(lines));
  }
  return found;
}

/** Pairs of a function and its place; what is not known is said with question marks. */
function functionsIn(lines: readonly string[]): string[] {
  return lines.flatMap((name, index) => {
    const place = lines[index + 1];
    if (index % 2 || place === undefined || place.startsWith("??")) return [];
    return [`${name} at ${place.replace(/ \(discriminator \d+\)$/, "")}`.slice(0, longestLine)];
  });
}
