// A series as a quilt folder: as the distribution had it where it came from one, with headers made from the mails otherwise.

import { digestOf } from "../../model/digest.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { plainHeader } from "./plain-header.ts";
import { given, type QuiltPatch, type QuiltSidecar } from "./quilt-sidecar.ts";
import { seriesLines } from "./quilt-series.ts";
import { guardedBody, type StoredPatch } from "./stored-patch.ts";

/** Path -> bytes as latin1 characters. */
export function quiltFolder(
  patches: readonly StoredPatch[],
  cover: string | undefined,
  sidecar?: QuiltSidecar,
): Map<string, string> {
  const known = new Map(sidecar?.patches.map((one) => [one.name, one]));
  const files = new Map<string, string>();
  files.set("series", seriesFile(patches, known, sidecar));
  if (cover !== undefined) files.set("cover.md", cover);
  for (const patch of patches) {
    const was = known.get(patch.name);
    files.set(was?.path ?? patch.name, headOf(patch, was) + diffOf(patch, was));
  }
  return files;
}

/** What the digest in the sidecar is of: everything that an editor of the message could change. */
export function headDigest({ author, date, subject, body, notes }: StoredPatch): string {
  return digestOf(JSON.stringify([author, date, subject, body, notes]));
}

export function diffDigest({ diff }: StoredPatch): string {
  return digestOf(diff);
}

function seriesFile(
  patches: readonly StoredPatch[],
  known: ReadonlyMap<string, QuiltPatch>,
  sidecar: QuiltSidecar | undefined,
): string {
  const lines = patches.map((patch) => {
    const was = known.get(patch.name);
    return `${was?.path ?? patch.name}${was && stripOf(patch, was) === 0 ? " -p0" : ""}`;
  });
  const text = sidecar ? given(sidecar.series) : "";
  const old = sidecar ? seriesLines(text, "quilt.yaml").map(nameWithStrip) : [];
  return lines.join("\n") === old.join("\n") ? text : lines.map((line) => `${line}\n`).join("");
}

function nameWithStrip({ path, strip }: { path: string; strip: number }): string {
  return `${path}${strip === 0 ? " -p0" : ""}`;
}

/** A diff that was changed since is git's, with one folder in front. */
function stripOf(patch: StoredPatch, was: QuiltPatch): number {
  return was.diff?.digest === diffDigest(patch) ? was.strip : 1;
}

function headOf(patch: StoredPatch, was: QuiltPatch | undefined): string {
  if (was?.head?.digest === headDigest(patch)) return given(was.head.was);
  const { author, body, notes } = patch;
  const words = body ? `${guardedBody(author, body)}\n` : "";
  return `${plainHeader(patch)}${keptFields(was)}\n${words}---\n${notes}`;
}

/** The DEP-3 fields that a mail has no place for outlive a change of the message. */
function keptFields(was: QuiltPatch | undefined): string {
  const head = was?.head ? given(was.head.was) : "";
  const first = /^(?:From [^\n]*\n)?((?:[A-Za-z][\w-]*:.*\n(?:[ \t].*\n)*)+)/.exec(head)?.[1] ?? "";
  const fields = first.split(/^(?=[A-Za-z])/m);
  const inMail = /^(?:From|Author|Date|Last-Update|Subject|Description|MIME-\S+|Content-\S+):/i;
  return fields.filter((field) => field && !inMail.test(field)).join("");
}

function diffOf(patch: StoredPatch, was: QuiltPatch | undefined): string {
  if (!was?.diff || was.diff.digest !== diffDigest(patch)) return patch.diff;
  const { headers, tail, cut } = was.diff;
  const files = readDiff(patch.diff).files.map(({ header, body }, at) => {
    const old = headers?.[at];
    return (old === undefined ? header : given(old)) + body;
  });
  const text = files.join("");
  return (cut ? text.slice(0, -1) : text) + given(tail);
}
