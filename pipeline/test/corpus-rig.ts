// The corpus: consoles of real and hand-made boots, each with how it ended and the verdict that it must get.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { BootEnd, BootEndCause } from "../model/boot/boot-record.ts";
import { type Judgement, judge } from "../model/judge/judge.ts";
import {
  deviceTreeDomain,
  isGuest,
  type Platform,
  platformSchema,
} from "../model/described/platform.ts";
import { type CellVerdict, cellVerdict } from "../model/judge/verdict.ts";
import type { Witness } from "../model/judge/witness.ts";
import { readWitness } from "../parse/console/read-witness.ts";
import { readYaml } from "../plan/read/read-yaml.ts";

const folder = join(import.meta.dirname, "console");
const platforms = join(import.meta.dirname, "../../images/platforms");
const casesFile = join(folder, "cases.yaml");

/** What the kernel of every recorded boot was built as. */
export const buildId = "01d5605d864f1305321cd0ba44f45d9b0ba16c5b";
/** The secrets that the recorded boots were given: who powers off, and the domU. */
export const nonce = "00112233445566aa";
const domuNonce = "8899aabbccddeeff";

/** A machine that no file of images/platforms/ describes. */
const machineSchema = z.strictObject({
  /** Of which architecture; `xen-arm64` where Xen owns the console. */
  of: z.enum(["arm64", "ppc64le", "riscv64", "s390x", "xen-arm64"]),
  /** Debian's version of the kernel. */
  kernel: z.string(),
  /** How the fault was made; absent of a machine that is well. */
  fault: z.string().optional(),
});

/** What a console must show where no platform says it. */
const nothing: Platform["evidence"] = { console: [], absent: [], host: [], events: [], facts: {} };

const caseSchema = z.strictObject({
  /** One of images/platforms/, or else `machine`. */
  platform: z.string().optional(),
  machine: machineSchema.optional(),
  /** `recorded`: consoles of a real boot, as they came. `made`: written or changed by hand. */
  from: z.enum(["recorded", "made"]),
  /** How the boot ended; absent only where there was none, and `error` says why. */
  ended: z.string().default(""),
  error: z.strictObject({ message: z.string(), hint: z.string() }).optional(),
  expect: z.string(),
  /** The finding's fingerprint. */
  print: z.string().optional(),
  /** Another console than the one of the case's name. */
  console: z.string().optional(),
  nonce: z.string().optional(),
  hostNonce: z.string().optional(),
  /** The name that the guest has in its host's records, where it is not the platform's. */
  guest: z.string().optional(),
  clock: z.array(z.strictObject({ guestMs: z.number(), arrivedMs: z.number() })).default([]),
  buildId: z.string().optional(),
  kunit: z.array(z.string()).default([]),
  facts: z.record(z.string(), z.string().nullable()).default({}),
  /** Entries of images/known/ that hold. */
  known: z
    .array(
      z.strictObject({
        list: z.enum(["allow", "deny"]),
        console: z.string().optional(),
        test: z.string().optional(),
      }),
    )
    .default([]),
});

/** What an entry has besides, where a case only says what it matches. */
const usual = {
  known: "case",
  reason: "for a test",
  link: "https://lore.example",
  expires: "2099-01-01",
};

export type CorpusCase = z.infer<typeof caseSchema> & { readonly name: string };

export function corpus(): CorpusCase[] {
  const cases = z.record(z.string(), caseSchema).parse(parseDocument(text()).toJS());
  return Object.entries(cases).map(([name, one]) => Object.assign(one, { name }));
}

export function caseOf(name: string): CorpusCase {
  const found = corpus().find((one) => one.name === name);
  if (found) return found;
  throw new Error(`cases.yaml has no ${name}`);
}

export function judgementOf(one: CorpusCase): Judgement {
  const { clock, platform: name, machine } = one;
  const ended = endOf(one.ended);
  const known = one.known.map((entry) => Object.assign({}, usual, entry));
  const common = { ...one, buildId: one.buildId ?? buildId, known };
  if (name === undefined) {
    const hypervisorSpeaks = machine?.of.startsWith("xen-") ?? false;
    const expected = { ...common, evidence: nothing, hypervisorSpeaks };
    return judge({ guest: witnessOfCase(one), ended, clock }, expected);
  }
  const platform = readYaml(join(platforms, `${name}.yaml`), name, platformSchema);
  const hypervisorSpeaks = platform.entry === "dom0";
  const outlived = deviceTreeDomain(platform) ? { outlived: true as const } : {};
  const expected = { ...common, evidence: platform.evidence, hypervisorSpeaks, ...outlived };
  if (!isGuest(platform)) return judge({ guest: witnessOfCase(one), ended, clock }, expected);
  const log = one.console ?? one.name;
  const guest = witness(guestLog(log, name), one.nonce ?? domuNonce);
  const host = { ...witness(log, one.hostNonce ?? nonce), guest: one.guest ?? name };
  return judge({ guest, host, ended, clock }, expected);
}

/** The machine's own console, not that of a host's guest. */
export function witnessOfCase({
  name,
  console: log = name,
  nonce: own = nonce,
}: CorpusCase): Witness {
  return witness(log, own);
}

/** What a case comes to, in the words of cases.yaml. */
export function verdictOf(one: CorpusCase): string {
  if (!one.error) return inShort(judgementOf(one));
  const outcome = { status: "error", ...one.error } as const;
  return inShort({ ...cellVerdict({ outcome }), cleanEnd: true });
}

/** `fail: panic, series`, `pass; unclean end`: a judgement in the words of cases.yaml. */
export function inShort({
  verdict,
  finding,
  cleanEnd,
}: CellVerdict & Pick<Judgement, "cleanEnd">): string {
  const why = finding ? `: ${finding.reason}, ${finding.fault}` : "";
  return `${verdict}${why}${verdict === "pass" && !cleanEnd ? "; unclean end" : ""}`;
}

export function rewriteExpectations(words: ReadonlyMap<string, string>): void {
  const document = parseDocument(text());
  for (const [name, expect] of words) document.setIn([name, "expect"], expect);
  writeFileSync(casesFile, document.toString({ lineWidth: 0 }));
}

/** Consoles that no case judges. */
export function unusedLogs(logs: readonly string[]): string[] {
  const used = new Set(corpus().map((one) => one.console ?? one.name));
  return logs.filter(
    (log) => !used.has(log.replace(/(?:-domu|-xen-(?:pv|pvh|hvm)-domu)?\.log$/, "")),
  );
}

export const consoleFolder = folder;

export function witnessOf(name: string, bytes: Uint8Array, secret: string): Witness {
  return readWitness(name, bytes, secret);
}

/** One console for each guest where a host served several; else the domU's. */
function guestLog(log: string, platform: string): string {
  const own = `${log}-${platform}`;
  return existsSync(join(folder, `${own}.log`)) ? own : `${log}-domu`;
}

function witness(log: string, secret: string): Witness {
  const path = join(folder, `${log}.log`);
  return witnessOf(`${log}.log`, existsSync(path) ? readFileSync(path) : Buffer.from(""), secret);
}

function endOf(words: string): BootEnd {
  const [how, because] = words.split(" ");
  return { how: how as BootEnd["how"], because: because as BootEndCause };
}

function text(): string {
  return readFileSync(casesFile, "utf8");
}
