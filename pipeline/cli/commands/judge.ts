// ./twinboot judge CONSOLE: the verdict of a saved console. What nobody told us (which kernel, which platform) is not judged.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { UserError } from "../../model/errors.ts";
import { type Judgement, judge } from "../../model/judge.ts";
import type { PlatformEvidence } from "../../model/platform.ts";
import { consoleFacts } from "../../parse/console.ts";
import { guestRecords } from "../../parse/guest-records.ts";
import { readDescriptions } from "../../plan/read-descriptions.ts";
import type { Options } from "../arguments.ts";
import { checkout } from "../session.ts";

const nothing: PlatformEvidence = { console: [], absent: [], host: [], events: [], facts: {} };

/** Exit code 0 for a pass, 1 for a finding, 3 where the record itself is at fault. */
export async function judgeCommand(operands: readonly string[], options: Options): Promise<number> {
  const [path] = operands;
  if (!path) throw new UserError("judge: which console?", "./twinboot judge console.log");
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, "./twinboot judge console.log", { cause });
  });
  const judgement = judgementOf(path, bytes, evidenceOf(options));
  const text = options.json ? JSON.stringify(judgement, undefined, 2) : inWords(judgement);
  process.stdout.write(`${text}\n`);
  return { pass: 0, fail: 1, blocked: 1, infra: 3 }[judgement.verdict];
}

/** `--platform` adds that platform's proof to what is asked. */
function evidenceOf({ filters }: Options): PlatformEvidence {
  const name = filters.platform?.[0];
  if (name === undefined) return nothing;
  const { platforms } = readDescriptions(checkout);
  const platform = platforms.get(name);
  if (platform) return platform.evidence;
  throw new UserError(
    `--platform ${name}: there is no such platform`,
    `there are: ${[...platforms.keys()].join(", ")}`,
  );
}

function judgementOf(path: string, bytes: Buffer, evidence: PlatformEvidence): Judgement {
  const console = consoleFacts(basename(path), bytes);
  const records = guestRecords(console.lines);
  // The nonce of a saved console is not known: that of its first record has to do.
  const nonce = records.records[0]?.nonce ?? "";
  const ended = { how: "exited", because: "power-off" } as const;
  const expected = { evidence, facts: {}, kunit: [] };
  return judge({ guest: { console, records, nonce }, ended }, expected);
}

function inWords({ verdict, finding, tests, facts }: Judgement): string {
  if (!finding) {
    const { "kernel.release": release = "a kernel", "log.paravirt": banner = "" } = facts;
    return `pass: ${release}, ${tests.length} tests${banner ? `, "${banner}"` : ""}`;
  }
  const { reason, fault, summary, line, detail = [] } = finding;
  const at = line ? [`${line.in}:${line.line}: ${line.text}`] : [];
  const who = fault === "series" ? "the kernel" : `the ${fault}`;
  return [
    `${verdict}: ${reason} (${who}): ${summary}`,
    ...at,
    ...detail.map((one) => `  ${one}`),
  ].join("\n");
}
