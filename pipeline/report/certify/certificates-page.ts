// All kernels of an installation on one page, each with what became of its versions, and the issue of one that lost it.

import type { Certification } from "../../model/certify/certification.ts";
import {
  type CertificateHistory,
  kernelRow,
  lostCertificate,
} from "../../model/certify/certificate-history.ts";
import { type HtmlPart, markup } from "../safe/html-escape.ts";
import { plain } from "../safe/markdown-escape.ts";
import { oneLine } from "../safe/visible-text.ts";
import { standalonePage } from "./standalone-page.ts";

export type ShownCertificate = {
  /** Beside the page. */
  readonly folder: string;
  readonly found: Certification;
  readonly history: CertificateHistory;
};

export function certificatesPage(shown: readonly ShownCertificate[]): string {
  return standalonePage(
    "Certified kernels",
    markup`<header><p><a href="../index.html">The run of the night</a></p><h1>Certified kernels</h1></header>
<main>
<table>
<thead><tr><th scope="col">Kernel</th><th scope="col">Now</th><th scope="col">Word</th><th scope="col">Before</th></tr></thead>
<tbody>${shown.map((one) => rowView(one))}</tbody>
</table>
</main>`,
  );
}

function rowView({ folder, found, history }: ShownCertificate): HtmlPart {
  const { product, word, holds } = found;
  const before = history.entries.slice(0, -1).toReversed();
  return markup`
<tr><th scope="row">${kernelRow(found)}</th><td><a href="${folder}/bulletin.html">${product.version}</a>, until ${holds.until}</td><td class="${word.replaceAll(" ", "-")}">${word}</td><td>${before.map(
    (one) => markup`<p>${one.date}: ${one.version}, ${one.word}</p>`,
  )}</td></tr>`;
}

/** As an issue that closes by itself once there is a certificate again. The colon: no series has such a name. */
export function lostCertificateProblems(shown: readonly ShownCertificate[]) {
  return shown.flatMap(({ found, history }) => {
    const lost = lostCertificate(history);
    if (!lost) return [];
    const row = issueRow(found);
    const reasons = found.platforms.flatMap(({ platform, reasons: own }) =>
      own.map(({ what }) => `- ${plain(`${platform}: ${what}`, 600)}`),
    );
    const all = [...found.complaints, ...found.config.map(({ option }) => `CONFIG_${option}`)];
    return [
      {
        id: `${row} lost`,
        rows: [row],
        title: oneLine(`${kernelRow(found)}: no longer certified`, 200),
        body: [
          `${plain(found.product.version)} is not certified; ${plain(lost.version)} was (${lost.date}).`,
          [...all.map((one) => `- ${plain(one, 600)}`), ...reasons].join("\n"),
          "This issue is closed by itself once the kernel is certified again.",
        ].join("\n\n"),
      },
    ];
  });
}

/** What was decided tonight: the issues of such rows may be closed. */
export function decidedRows(shown: readonly ShownCertificate[]): string[] {
  return shown
    .filter(({ history }) => history.entries.at(-1)?.machine === false)
    .map(({ found }) => issueRow(found));
}

function issueRow(found: Certification): string {
  return `certificate: ${oneLine(kernelRow(found), 200).replaceAll("|", "_")}`;
}
