// A series as OpenEmbedded's recipes and as SUSE's kernel-source take it: plain headers that say where each patch stands.

import { notPosted, type UpstreamState } from "../../model/patches/upstream-state.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { withLine } from "../../parse/mail/trailers.ts";
import { checkContents } from "../stored/check-diff.ts";
import { openembeddedState, suseState } from "./distro-state.ts";
import { plainHeader } from "../stored/plain-header.ts";
import { guardedBody, renderMail, type StoredPatch } from "../stored/stored-patch.ts";
import type { StoredSeries } from "../import/stored-series.ts";

/** Mails numbered for SRC_URI; the state is a trailer, as in OpenEmbedded's own patches. */
export function openembeddedFiles(series: StoredSeries): Map<string, string> {
  const width = Math.max(4, String(series.patches.length).length);
  return new Map(
    withStates(series).map(([patch, state], at) => {
      const line = bytesOf(openembeddedState(state));
      const stated = Object.assign({}, patch, { body: withLine(patch.body, line) });
      return [`${String(at + 1).padStart(width, "0")}-${patch.name}`, renderMail(stated)];
    }),
  );
}

/** patches.suse/, and the lines of series.conf that name it. The person who adds it also adds the Acked-by that SUSE requires. */
export function suseFiles(series: StoredSeries): Map<string, string> {
  const references = series.references?.length
    ? [`References: ${series.references.join(" ")}`]
    : [];
  const files = withStates(series).map(([patch, state]): [string, string] => {
    const { author, body, notes, diff } = patch;
    const fields = bytesOf(
      [...suseState(state), ...references].map((line) => `${line}\n`).join(""),
    );
    const words = body ? `${guardedBody(author, body)}\n` : "";
    return [
      `patches.suse/${patch.name}`,
      `${plainHeader(patch)}${fields}\n${words}---\n${notes}${diff}`,
    ];
  });
  const lines = files.map(([path]) => `\t${path}\n`).join("");
  return new Map([...files, ["series.conf", lines]]);
}

function withStates({ patches, upstream = {} }: StoredSeries): [StoredPatch, UpstreamState][] {
  return patches.map((patch) => {
    checkContents(readDiff(patch.diff), patch.name);
    return [patch, upstream[patch.name] ?? upstream["all"] ?? notPosted];
  });
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}
