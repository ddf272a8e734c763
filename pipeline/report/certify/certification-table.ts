// Several certifications as one Markdown table: kernels are rows, platforms are columns.

import type { Certification, CertifiedWord } from "../../model/certify/certification.ts";
import { profileWords } from "./sentences.ts";
import { code, tableHead, tableRow } from "../safe/markdown-escape.ts";

export const shortWords: Readonly<Record<CertifiedWord, string>> = {
  certified: "yes",
  "certified with exceptions": "with exceptions",
  "not certified": "**no**",
  "not applicable": "n/a",
};

export function certificationTable(found: readonly Certification[]): string {
  const platforms = [
    ...new Set(found.flatMap((one) => one.platforms.map(({ platform }) => platform))),
  ];
  const rows = found.map(({ product, profile, word, platforms: own }) => [
    `${code(product.name)} ${code(product.version)}`,
    profileWords(profile),
    ...platforms.map((name) => {
      const one = own.find(({ platform }) => platform === name);
      return one ? shortWords[one.word] : "";
    }),
    word,
  ]);
  const head = ["kernel", "profile", ...platforms, "in all"];
  return [tableHead(head), ...rows.map((row) => tableRow(row))].join("\n");
}
