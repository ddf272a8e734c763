// One cell derived again: its consoles by digest, the judgement from the recorded boot, all that run.json says of it.

import { isDeepStrictEqual } from "node:util";
import type { Artifact } from "../../model/artifact.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import { asBootRecord } from "../../model/boot/boot-record-schema.ts";
import { digestOf, digestOfValue } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { ImportedResult } from "../../model/described/imported-result.ts";
import type { Expected } from "../../model/described/expected.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import type { Trace } from "../../model/record/trace.ts";
import { judgeBoot, judgementOf, readOf } from "../../steps/boot/judge-boot.ts";

/** Access to the evidence; undefined for what is missing. */
export type EvidenceSource = {
  /** `run`: where a newer recording may have the same key, whose it is. */
  readonly trace: (key: string, run?: number) => Promise<Trace | undefined>;
  readonly read: (artifact: Artifact) => Promise<Buffer | undefined>;
  /** The contents of results/; not checked if absent. */
  readonly results?: readonly ImportedResult[];
};

export type Derived = {
  /** Of every boot, in order; of one that could not be derived again, nothing. */
  readonly judgements: readonly (Judgement | undefined)[];
  /** Of the boots that are there. */
  readonly nonces: readonly string[];
  readonly complaints: readonly string[];
};

/** Sentences about what does not hold; none where run.json says what the evidence does. */
export async function derivedCell(
  cell: RunCell,
  run: RunRecord,
  source: EvidenceSource,
): Promise<Derived> {
  const boots = cell.attempts ?? [cell];
  const judgements: (Judgement | undefined)[] = [];
  const nonces: string[] = [];
  const complaints: string[] = [];
  for (const boot of boots) {
    const derived = await derivedBoot(cell, boot, { run, source });
    judgements.push(derived.judgement);
    if (derived.nonce !== undefined) nonces.push(derived.nonce);
    complaints.push(...derived.complaints);
  }
  return { judgements, nonces, complaints };
}

type RunEvidence = { readonly run: RunRecord; readonly source: EvidenceSource };
type DerivedBoot = {
  readonly judgement?: Judgement;
  readonly nonce?: string;
  readonly complaints: readonly string[];
};

async function derivedBoot(
  cell: RunCell,
  { judged, bootedIn }: Pick<RunCell, "judged" | "bootedIn">,
  { run, source }: RunEvidence,
): Promise<DerivedBoot> {
  const { kernel } = cell;
  if (!judged) return { complaints: [] };
  const booted = await bootOf(judged.boot, bootedIn, source);
  if (!booted)
    return { complaints: [`the boot's record ${judged.boot.slice(0, 12)} is not in the store`] };
  if (booted.platform !== cell.platform)
    return { complaints: [`its boot is one of ${booted.platform}`] };
  const buildId = run.kernels.find((one) => one.digest === kernel)?.buildId;
  if (buildId === undefined)
    return { complaints: ["its kernel is not among the kernels of run.json"] };
  const files = [booted.console, booted.host?.console, booted.registers].filter(isFile);
  const lost = (await Promise.all(files.map((file) => fileComplaint(file, source)))).flat();
  if (lost.length) return { complaints: lost };
  const other = keyComplaints(judged, booted, buildId);
  // What was asked is not what was asked then: a judge cannot even be sure of its shape.
  if (other.length) return { complaints: other };
  const judgement = await judgedAgain(booted, expectedOf(judged, buildId), source);
  if (typeof judgement === "string") return { complaints: [judgement] };
  const complaints = [
    ...(judged.boot === cell.judged?.boot ? evidenceComplaints(cell, booted, judgement) : []),
  ];
  return { judgement, nonce: booted.nonce, complaints };
}

/** A sentence if it cannot be judged: evidence from elsewhere may not have the shape that the judge relies on. */
async function judgedAgain(
  booted: BootRecord,
  expected: Expected,
  source: EvidenceSource,
): Promise<Judgement | string> {
  try {
    const read = async (file: Artifact) => (await source.read(file)) ?? Buffer.alloc(0);
    return await judgementOf(read, booted, expected);
  } catch (error) {
    return `it cannot be judged again: ${(error as Error).message}`;
  }
}

function expectedOf(
  { expected, failing }: NonNullable<RunCell["judged"]>,
  buildId: string,
): Expected {
  const { baseline, ...params } = expected;
  const excused = failing && { excused: { by: baseline, tests: failing } };
  return { ...params, ...excused, buildId } as unknown as Expected;
}

async function bootOf(
  key: string,
  run: number | undefined,
  { trace }: EvidenceSource,
): Promise<BootRecord | undefined> {
  const outcome = (await trace(key, run))?.outcome;
  return outcome?.status === "pass" ? asBootRecord(outcome.value) : undefined;
}

function isFile(file: Artifact | undefined): file is Artifact {
  return file !== undefined;
}

async function fileComplaint(file: Artifact, { read }: EvidenceSource): Promise<string[]> {
  const bytes = await read(file);
  if (!bytes) return [`${file.name} ${file.digest.slice(0, 12)} is not in the store`];
  const digest = digestOf(bytes);
  return digest === file.digest
    ? []
    : [
        `${file.name} in the store is not what was recorded: its SHA-256 is ${digest.slice(0, 12)}, not ${file.digest.slice(0, 12)}`,
      ];
}

/** The key is the digest of everything that was judged: the boot's record, the build-id, what was asked. */
function keyComplaints(
  { judgement, expected, failing }: NonNullable<RunCell["judged"]>,
  booted: BootRecord,
  buildId: string,
): string[] {
  const { name, version } = judgeBoot;
  const key = digestOfValue({
    kind: name,
    version,
    params: expected as unknown as Json,
    inputs: readOf(booted, buildId, failing) as unknown as Json,
  });
  if (key === judgement) return [];
  return [
    `what it was judged from is not what its key names: it was changed, or another version of the judge than ${version} judged it`,
  ];
}

/** `said` is run.json's, `found` the evidence's. */
function evidenceComplaints(cell: RunCell, booted: BootRecord, judgement: Judgement): string[] {
  const { evidence } = cell;
  const pairs: readonly (readonly [what: string, said: unknown, found: unknown])[] = [
    ["console", evidence.console, booted.console],
    ["console of the host", evidence.hostConsole, booted.host?.console],
    ["registers", evidence.registers, booted.registers],
    ["facts", evidence.facts, judgement.facts],
    [
      "tests",
      evidence.tests,
      judgement.tests.map(({ name, result, detail }) => ({ name, result, detail })),
    ],
    ["end", evidence.cleanEnd, judgement.cleanEnd],
    ["known faults", cell.allowed ?? [], judgement.allowed ?? []],
    ["accelerator", evidence.accelerator, booted.accelerator],
    ["wall time", evidence.bootSeconds, booted.seconds],
  ];
  return pairs.flatMap(([what, said, found]) => difference(what, said, found));
}

/** A sentence where the two are not equal. */
export function difference(what: string, said: unknown, found: unknown): string[] {
  if (isDeepStrictEqual(plain(said), plain(found))) return [];
  return [`${what}: run.json says ${shown(said)}, the evidence ${shown(found)}`];
}

/** As JSON keeps it: without members that are undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
