// ./twinboot judge LOG: the verdict of a saved console. What nobody told us (which kernel, which platform) is not judged.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { judge } from "../../model/judge.ts";
import { judgeLog } from "../../model/judge-log.ts";
import { type Known, knownFor } from "../../model/known.ts";
import type { PlatformEvidence } from "../../model/platform.ts";
import { consoleFacts } from "../../parse/console.ts";
import { guestRecords } from "../../parse/guest-records.ts";
import { ktapOf } from "../../parse/ktap.ts";
import { savedLog } from "../../parse/saved-log.ts";
import { loadLines } from "../../parse/load-lines.ts";
import { readDescriptions } from "../../plan/read-descriptions.ts";
import { judgementText, logText } from "../../report/judgement-text.ts";
import { checkout } from "../../work/session.ts";

const nothing: PlatformEvidence = { console: [], absent: [], host: [], events: [], facts: {} };

type Given = {
  /** A file, or - for standard input. */
  readonly log: string;
  readonly platform?: string;
  readonly head?: string;
  readonly json: boolean;
};

type Options = Omit<Given, "log">;

/** Exit code 0 for a pass, 1 for a finding, 3 where the record itself is at fault or nothing could be proved. */
export async function judgeCommand({ log: path, ...options }: Given): Promise<number> {
  const name = path === "-" ? "standard input" : basename(path);
  const console = consoleFacts(name, savedLog(await bytesOf(path)));
  const records = guestRecords(console.lines);
  // The nonce of a saved console is not known: that of its first record has to do.
  const nonce = records.records[0]?.nonce;
  const log = {
    console,
    records,
    nonce: nonce ?? "",
    loadLines: loadLines(console.lines, nonce ?? ""),
  };
  if (nonce === undefined && options.platform === undefined) {
    const judgement = judgeLog(log, ktapOf(console.lines));
    print(options, judgement, logText(judgement));
    return { fail: 1, inconclusive: 3 }[judgement.verdict];
  }
  const ended = { how: "exited", because: "power-off" } as const;
  const expected = { ...expectedOf(options), facts: {}, kunit: [] };
  const judgement = judge({ guest: log, ended }, expected);
  print(options, judgement, judgementText(judgement));
  return { pass: 0, fail: 1, blocked: 1, infra: 3 }[judgement.verdict];
}

async function bytesOf(path: string): Promise<Uint8Array> {
  if (path === "-") return buffer(process.stdin);
  return readFile(path).catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, "./twinboot judge console.log", { cause });
  });
}

type Asked = { evidence: PlatformEvidence; hypervisorSpeaks: boolean; known: readonly Known[] };

/** `--platform` adds that platform's proof to what is asked, and what is known of it on any head. */
function expectedOf({ platform: name, head = "" }: Options): Asked {
  if (name === undefined) return { evidence: nothing, hypervisorSpeaks: true, known: [] };
  const { platforms, known } = readDescriptions(checkout);
  const platform = platforms.get(name);
  if (platform)
    return {
      evidence: platform.evidence,
      hypervisorSpeaks: platform.entry === "dom0",
      known: knownFor(known.values(), name, head),
    };
  throw unknownName("platform", name, platforms.keys(), "./twinboot list platforms");
}

function print({ json }: Options, judgement: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(judgement, undefined, 2) : text}\n`);
}
