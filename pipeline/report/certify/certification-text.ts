// A certification for a terminal: the result, a line for each platform, and below it what prevents a certificate.
// What a package or a guest said is hostile text; the only escape sequences in the output are our own.

import { styleText } from "node:util";
import type {
  Certification,
  CertifiedPlatform,
  CertifiedWord,
} from "../../model/certify/certification.ts";
import { padding, widestOf } from "../safe/text-columns.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";
import {
  comparisonSentences,
  configSentence,
  profileWords,
  testCounts,
  unknownPlace,
} from "./sentences.ts";

type Colour = "green" | "red" | "yellow" | "dim";

const colours: Readonly<Record<CertifiedWord, Colour>> = {
  certified: "green",
  "certified with exceptions": "yellow",
  "not certified": "red",
  "not applicable": "dim",
};

const longestName = 120;
const longestReason = 600;

/** Ends with a line feed. */
export function certificationText(
  found: Certification,
  { colour }: { readonly colour: boolean },
): string {
  const { product, kernel, profile, word, holds } = found;
  const paint = (text: string, of: CertifiedWord): string =>
    colour ? styleText(colours[of], text, { validateStream: false }) : text;
  const name = `${product.name} ${product.version} (${product.architecture})`;
  const head = [
    oneLine(name, longestName),
    `kernel ${oneLine(kernel.release, longestName)}, build-id ${kernel.buildId}, image sha256 ${kernel.image.digest}`,
    `profile ${oneLine(profileWords(profile), longestReason)}: ${paint(word, word)}${word.startsWith("certified") ? `, until ${holds.until}` : ""}`,
  ];
  const table = rows(found.platforms, paint);
  return withoutCommands(
    `${[head.join("\n"), table, reasonLines(found), traceLines(found), regressions(found.against)].filter(Boolean).join("\n\n")}\n`,
  );
}

function rows(
  platforms: readonly CertifiedPlatform[],
  paint: (text: string, of: CertifiedWord) => string,
): string {
  const names = widestOf(platforms.map(({ platform }) => platform));
  const words = widestOf(platforms.map(({ word }) => word));
  return platforms
    .map((one) => {
      const { platform, word } = one;
      const name = platform + padding(platform, names);
      return `  ${name}  ${paint(word, word)}${padding(word, words)}  ${testCounts(one)}`.trimEnd();
    })
    .join("\n");
}

function reasonLines({ complaints, config, platforms }: Certification): string {
  const lines = [
    ...complaints,
    ...config.map((one) => configSentence(one)),
    ...platforms.flatMap(({ platform, reasons, exceptions }) => [
      ...reasons.map(
        ({ what, mend }) =>
          `${platform}: ${what}${mend === undefined ? "" : `\n    mend: ${oneLine(mend, longestReason)}`}`,
      ),
      ...exceptions.map(
        ({ by, reason, until }) => `${platform}: allowed by ${by} until ${until}: ${reason}`,
      ),
    ]),
  ];
  return lines
    .map((line) =>
      line
        .split("\n    ")
        .map((part) => oneLine(part, longestReason))
        .join("\n    "),
    )
    .join("\n");
}

/** What debug symbols say of where the kernel stood. */
function traceLines({ debugSymbols }: Certification): string {
  if (!debugSymbols) return "";
  return debugSymbols.traces
    .flatMap(({ platform, frames }) => [
      indented("", `${platform}: where it stood, by ${debugSymbols.file.name}:`),
      ...frames.flatMap(({ frame, places }) => [
        indented("  ", frame),
        ...(places.length ? places : [unknownPlace]).map((place) => indented("    ", place)),
      ]),
    ])
    .join("\n");
}

function indented(indent: string, words: string): string {
  return indent + oneLine(words, longestReason);
}

function regressions(against: Certification["against"]): string {
  if (!against) return "";
  const { previous, platforms } = against;
  const lines = comparisonSentences(against);
  const name = `${previous.name} ${previous.version}, which is ${previous.word}`;
  const head = lines.length
    ? `Against ${name}:`
    : `Against ${name}: nothing is worse on ${platforms.length} platforms, no option is lost.`;
  return [head, ...lines.map((line) => `  ${line}`)]
    .map((line) => oneLine(line, longestReason))
    .join("\n");
}
