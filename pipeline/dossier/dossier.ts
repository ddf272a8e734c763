// All files of a dossier: the mails, who gets them and why, what they rest on. Pure; nothing is sent, signed or made up.

import type { Check } from "../model/record/check.ts";
import type { StoredPatch } from "../exchange/stored/stored-patch.ts";
import type { Person } from "../parse/mail/mail-person.ts";
import { renderJson } from "../report/formats/json.ts";
import { oneLine, visibleText } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";
import { type Base, baseLines } from "./base-lines.ts";
import { type Before, changelog } from "./changelog.ts";
import { coverLetter } from "./cover-letter.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceBlock, nothingTested } from "./evidence-block.ts";
import { type Posting, postingFiles, postingMbox } from "./posting.ts";
import { readinessText } from "./readiness-text.ts";
import { recipientsText } from "./recipients-text.ts";
import type { Recipient } from "./recipients.ts";

export type Dossier = {
  readonly version: number;
  readonly sender: Person;
  /** cover.md taken apart; the body is bytes as latin1 characters. */
  readonly cover: { readonly subject: string; readonly body: string };
  /** As they stand on the head, in order. */
  readonly patches: readonly StoredPatch[];
  readonly recipients: readonly Recipient[];
  /** Whether the head's get_maintainer.pl was asked. */
  readonly asked: boolean;
  /** Absent: nothing was tested, and the letter says so. */
  readonly evidence?: Evidence;
  readonly checks: readonly Check[];
  /** The version before and what git-range-diff(1) prints of both; absent for the first. */
  readonly before?: Before & { readonly rangeDiff: readonly string[] };
  readonly base: Base;
  /** `git shortlog`, `git diff --stat --summary` over the rebased commits. */
  readonly shortlog: string;
  readonly diffstat: string;
  /** What prevents sending it, one sentence each. */
  readonly open: readonly string[];
};

/** Name -> bytes as latin1 characters. */
export function dossierFiles(dossier: Dossier): Map<string, string> {
  const { recipients, asked, open, before, checks } = dossier;
  const posting = postingOf(dossier);
  const texts = new Map([
    ["recipients.txt", `${recipientsText(recipients, asked)}\n${sendText(open)}`],
    ["readiness.txt", readinessText(checks)],
    ...(before ? [["range-diff.txt", `${before.rangeDiff.join("\n")}\n`] as const] : []),
    ...evidenceFiles(dossier.evidence),
  ]);
  const bytes = [...texts].map(([name, text]) => [name, latin1(text)] as const);
  return new Map([...postingFiles(posting), ["series.mbox", postingMbox(posting)], ...bytes]);
}

function postingOf(dossier: Dossier): Posting {
  const { version, sender, cover, patches, recipients, evidence, before, base } = dossier;
  const body = coverLetter(version, {
    words: cover.body,
    evidence: evidence ? evidenceBlock(evidence) : nothingTested,
    changelog: before ? changelog(version, before, before.rangeDiff) : "",
    shortlog: visibleText(dossier.shortlog),
    diffstat: visibleText(dossier.diffstat),
    rangeDiff: before?.rangeDiff.map(visibleText) ?? [],
    base: baseLines(base),
  });
  const date = patches[0]?.date ?? "";
  const letter = { sender, date, subject: cover.subject, body };
  return { version, letter, patches, recipients };
}

/** The line to type is withheld while something is open. */
function sendText(open: readonly string[]): string {
  if (open.length)
    return [
      "Not to be sent yet:",
      "",
      ...open.map((one) => wrapped(`- ${oneLine(one, 1000)}`, "  ")),
      "",
    ].join("\n");
  return [
    wrapped(
      "To send it, in this folder, by hand; To and Cc stand in every mail. First without sending:",
    ),
    "",
    "    git send-email --dry-run *.patch",
    "    git send-email *.patch",
    "",
    wrapped("Then keep what was posted, as the archive has it: patches/<series>/posted/v<N>.mbox"),
    "",
  ].join("\n");
}

function evidenceFiles(evidence: Evidence | undefined): [string, string][] {
  if (!evidence) return [];
  const { boots, counts } = evidence;
  const shown = counts && counts.run !== boots.run ? [counts] : [];
  return [
    ["evidence/run.json", renderJson(boots)],
    ...shown.map((run): [string, string] => ["evidence/counts.json", renderJson(run)]),
    ["evidence/cells.txt", cellsText(evidence)],
  ];
}

/** As sha256sum(1) lists files: the kernel of each cell, and what it printed. */
function cellsText({ boots, head }: Evidence): string {
  const cells = boots.cells.filter((cell) => cell.head === head);
  const blocks = cells.map(({ series, flavour, platform, verdict, kernel, evidence }) => {
    const name = oneLine([head, series, flavour, platform].join("/"), 200);
    const { console } = evidence;
    const lines = [`# ${name}: ${verdict}`];
    if (kernel) lines.push(`${kernel}  ${name}/kernel`);
    if (console) lines.push(`${console.digest}  ${name}/console.log`);
    return lines.join("\n");
  });
  return `${blocks.join("\n")}\n`;
}

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}
