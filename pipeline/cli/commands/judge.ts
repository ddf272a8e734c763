// ./twinboot judge LOG: the verdict of a saved console. What is not given (which kernel, which platform) is not judged.

import { basename } from "node:path";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { isEmpty, judgeLog } from "../../model/judge/judge-log.ts";
import { judgeSaved } from "../../model/judge/judge-saved.ts";
import type { Expected } from "../../model/described/expected.ts";
import { knownFor } from "../../model/described/known.ts";
import { isForeign, runsXtf } from "../../model/described/platform.ts";
import type { PlatformEvidence } from "../../model/described/platform.ts";
import { bodiesOf } from "../../model/judge/witness.ts";
import { ktapOf } from "../../parse/console/ktap.ts";
import { readSavedWitness } from "../../parse/console/read-witness.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { logText, savedText } from "../../report/text/judgement-text.ts";
import { readAtMost } from "../../tools/files/read-at-most.ts";
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

/** Exit code 0 for a pass, 1 for a finding, 3 where the log is not whole or does not prove all that a pass needs. */
export async function judgeCommand({ log: path, ...options }: Given): Promise<number> {
  const name = path === "-" ? "standard input" : basename(path);
  const log = readSavedWitness(name, await bytesOf(path));
  const ktap = ktapOf(log.console.segments);
  const { platform } = options;
  if (isEmpty(log.console) || (!bodiesOf(log).length && platform === undefined)) {
    const judgement = judgeLog(log, ktap);
    print(options, judgement, logText(judgement));
    return { fail: 1, inconclusive: 3 }[judgement.verdict];
  }
  const expected = { ...expectedOf(options), facts: {}, kunit: [] };
  const judgement = judgeSaved(log, expected, platform, ktap);
  print(options, judgement, savedText(judgement));
  return { pass: 0, fail: 1, blocked: 1, infra: 3, inconclusive: 3 }[judgement.verdict];
}

/** No console of a guest is as long as that. */
const limit = 2 ** 28;

async function bytesOf(path: string): Promise<Uint8Array> {
  const read = readAtMost(path === "-" ? process.stdin : path, limit);
  const bytes = await read.catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, "./twinboot judge console.log", { cause });
  });
  if (bytes) return bytes;
  throw new UserError(
    `${path}: more than ${limit / 2 ** 20} MiB is too large for a console`,
    "give only what one boot printed",
  );
}

type Asked = Pick<
  Expected,
  "evidence" | "required" | "hypervisorSpeaks" | "foreign" | "ktap" | "known"
>;

/** `--platform` adds that platform's proof to what is asked, and what is known of it on any head. */
function expectedOf({ platform: name, head = "" }: Options): Asked {
  if (name === undefined) return { evidence: nothing, hypervisorSpeaks: true, known: [] };
  const { platforms, known } = readDescriptions(checkout);
  const platform = platforms.get(name);
  if (platform)
    return {
      evidence: platform.evidence,
      required: { by: name, probes: platform.probes },
      hypervisorSpeaks: platform.entry === "dom0",
      ...(isForeign(platform) ? { foreign: true as const } : {}),
      ...(runsXtf(platform) ? { ktap: true as const } : {}),
      known: knownFor(known.values(), name, head),
    };
  throw unknownName("platform", name, platforms.keys(), "./twinboot list platforms");
}

function print({ json }: Options, judgement: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(judgement, undefined, 2) : text}\n`);
}
