// The result of one platform: its boots compared with the profile's requirements. A pure function of both.

import type { Artifact } from "../artifact.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import type { PlatformGroup, Platform } from "../described/platform.ts";
import type { ConfigRule } from "../described/profile.ts";
import type { Allowed } from "../described/known.ts";
import type { Fault } from "../judge/finding.ts";
import type { Judgement } from "../judge/judge.ts";
import type { CertificationReason, CertifiedPlatform, CertifiedTest } from "./certification.ts";
import { configFindings, configReason } from "./config-findings.ts";
import { taintsOf } from "./taint-letters.ts";

/** A platform of a profile, and what is asked of the kernel there. */
export type AskedPlatform = {
  readonly platform: string;
  readonly realness: Platform["realness"];
  readonly under: PlatformGroup;
  readonly mandatory: readonly string[];
  readonly config: readonly ConfigRule[];
  readonly whereApplicable: boolean;
  /** Taint letters that are allowed. */
  readonly taint: readonly string[];
};

/** What its boots came to. */
export type TriedPlatform =
  | {
      readonly how: "judged";
      readonly judgement: Judgement;
      readonly boots: number;
      readonly console: Artifact;
      readonly accelerator: string;
      readonly bootSeconds: number;
    }
  /** It was not booted, or nothing came of it. */
  | { readonly how: "not-tried"; readonly why: string; readonly fault: CertifiedPlatform["fault"] };

/** Of every platform, if the package itself does not hold. */
export const notBooted: TriedPlatform = {
  how: "not-tried",
  why: "it was not booted: the package is not what it says",
  fault: "kernel",
};

/** The option that keeps a kernel from being tried there; undefined where nothing does. */
export function unfitFor(
  { config: rules, whereApplicable, ...asked }: AskedPlatform,
  config: ReadonlyMap<string, string>,
): CertifiedPlatform | undefined {
  const found = configFindings(rules, config);
  if (!found.length) return undefined;
  const reasons = found.map((one) => configReason(one));
  if (whereApplicable) return { ...empty(asked), word: "not applicable", reasons };
  return { ...empty(asked), word: "not certified", fault: "kernel", reasons };
}

export function certifiedPlatform(asked: AskedPlatform, tried: TriedPlatform): CertifiedPlatform {
  if (tried.how === "not-tried") {
    const { why, fault } = tried;
    const reasons = [{ what: why }];
    return { ...empty(asked), word: "not certified", ...(fault ? { fault } : {}), reasons };
  }
  const { judgement, boots, console, accelerator, bootSeconds } = tried;
  const { tests, allowed = [], finding, facts, notices = [] } = judgement;
  const reasons = [...reasonsOf(asked, judgement), ...taintReasons(asked, judgement)];
  const exceptions = allowed.map((one) => exceptionOf(one));
  const own = tests.filter(({ name }) => !isModule(name));
  return {
    ...empty(asked),
    word: reasons.length
      ? "not certified"
      : exceptions.length
        ? "certified with exceptions"
        : "certified",
    ...(reasons.length ? { fault: faultOf(finding?.fault) } : {}),
    reasons,
    mandatory: asked.mandatory.map((name) => testNamed(name, tests)),
    optional: own.filter(({ name }) => !asked.mandatory.includes(name)).map(testOf),
    modules: tests.filter(({ name }) => isModule(name)).map(testOf),
    exceptions,
    facts: { ...facts },
    notices: [...notices],
    boots,
    console,
    accelerator,
    bootSeconds,
  };
}

function empty({
  platform,
  realness,
  under,
}: Pick<AskedPlatform, "platform" | "realness" | "under">) {
  const lists = { reasons: [], mandatory: [], optional: [], modules: [], exceptions: [] };
  return { platform, realness, under, ...lists, facts: {}, notices: [], boots: 0 };
}

/** The kernel's own fault. */
function faultOf(fault: Fault = "series"): NonNullable<CertifiedPlatform["fault"]> {
  return fault === "series" || fault === "head" ? "kernel" : fault;
}

/** Where tests were skipped that must pass, a sentence each; else what the judge found. */
function reasonsOf(
  { mandatory }: AskedPlatform,
  { verdict, finding, tests }: Judgement,
): CertificationReason[] {
  if (finding && finding.reason !== "test-skipped")
    return [{ what: finding.line ? `${finding.summary} (${finding.line.text})` : finding.summary }];
  const lacking = mandatory
    .map((name) => testNamed(name, tests))
    .filter(({ result }) => result === "skip" || result === "absent");
  if (!lacking.length && verdict !== "pass")
    return [{ what: finding?.summary ?? `the boot came to "${verdict}"` }];
  const mend = modulesMend(tests);
  return lacking.map(({ name, result, detail }) => {
    const what = result === "absent" ? `${name} did not run` : `${name} was skipped: ${detail}`;
    return mend === undefined ? { what } : { what, mend };
  });
}

/** A driver that is not there is why its device is not. */
function modulesMend(tests: readonly GuestTest[]): string | undefined {
  const lacking = tests.filter(({ name, result }) => isModule(name) && result !== "pass");
  if (!lacking.length) return undefined;
  const names = lacking.map(({ name, detail }) => `${moduleOf(name)} (${detail})`);
  return `give the kernel the drivers that this platform has: ${names.join(", ")}`;
}

function taintReasons(
  { taint }: AskedPlatform,
  { facts, finding }: Judgement,
): CertificationReason[] {
  const value = facts["kernel.taintedAtEnd"] ?? facts["kernel.tainted"];
  if (finding?.reason === "tainted") return [];
  if (value === undefined) return finding ? [] : [{ what: "the guest did not say its taint" }];
  const found = taintsOf(value).filter(({ letter }) => !taint.includes(letter));
  if (!found.length) return [];
  const words = found.map(({ letter, words: meaning }) => `${letter} (${meaning})`);
  return [
    {
      what: `the kernel is tainted: ${words.join(", ")}`,
      mend: "take away what taints it, or allow the letter in the profile",
    },
  ];
}

function exceptionOf({
  by,
  reason,
  link,
  expires,
  text,
}: Allowed): CertifiedPlatform["exceptions"][number] {
  return { by, reason, link, until: expires, text };
}

function testNamed(name: string, tests: readonly GuestTest[]): CertifiedTest {
  const found = tests.find((one) => one.name === name);
  return found ? testOf(found) : { name, result: "absent", detail: "" };
}

function testOf({ name, result, detail }: GuestTest): CertifiedTest {
  return { name, result, detail };
}

function isModule(name: string): boolean {
  return name.startsWith("module.");
}

function moduleOf(name: string): string {
  return name.slice("module.".length);
}
