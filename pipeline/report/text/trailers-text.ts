// What a thread gave to a series, for the terminal. Everything in it is somebody's mail.

import { oneLine } from "../safe/visible-text.ts";

type Line = { readonly line: string };
type OfPatch = { readonly patch: string; readonly trailer: Line; readonly why: string };

export type ShownTrailers = {
  readonly postings: number;
  readonly offered: readonly (OfPatch & { readonly said: string })[];
  readonly lost: readonly OfPatch[];
  readonly refused: readonly (Line & { readonly mail: string; readonly why: string })[];
  readonly unread: readonly string[];
};

export function trailersText(shown: ShownTrailers): string {
  const { postings, offered, lost, refused, unread } = shown;
  const lines = [
    `${postings} patches and letters were posted in it; the senders are as the mails say, not proved`,
    ...offered.flatMap((one, at) => [
      ...(one.patch === offered[at - 1]?.patch ? [] : ["", one.patch]),
      `${String(at + 1).padStart(4)}  ${oneLine(one.trailer.line)}`,
      `      given to ${oneLine(one.why)}`,
      ...(one.said ? [`      after the words: ${oneLine(one.said, 100)}`] : []),
    ]),
    ...(offered.length ? [] : ["nothing to add"]),
    ...under(
      "lost, as the patch changed: --add takes them out",
      lost.map(({ patch, trailer, why }) => `${patch}: ${trailer.line}: ${why}`),
    ),
    ...under(
      "not taken",
      refused.map(({ line, mail, why }) => `${line} (${mail}): ${why}`),
    ),
    ...under("not read", unread),
  ];
  return `${lines.join("\n")}\n`;
}

function under(title: string, lines: readonly string[]): string[] {
  return lines.length ? ["", title, ...lines.map((line) => `  ${oneLine(line)}`)] : [];
}
