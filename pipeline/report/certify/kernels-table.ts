// All kernels of an installation on all platforms of their profiles: a Markdown table for each profile, and below it why not.

import type { CertifiedPlatform } from "../../model/certify/certification.ts";
import type { KernelRow } from "../../model/certify/listed-kernels.ts";
import { code, plain, tableHead, tableRow } from "../safe/markdown-escape.ts";
import { shortWords } from "./certification-table.ts";

/** `platforms`: of each profile, in the order of its description. */
export function kernelsTable(
  rows: readonly KernelRow[],
  platforms: ReadonlyMap<string, readonly string[]>,
): string {
  const profiles = [...new Set(rows.map(({ profile }) => profile))];
  return profiles
    .map((profile) =>
      profileTable(
        profile,
        rows.filter((row) => row.profile === profile),
        platforms.get(profile) ?? [],
      ),
    )
    .join("\n\n");
}

function profileTable(
  profile: string,
  rows: readonly KernelRow[],
  platforms: readonly string[],
): string {
  const head = tableHead(["kernel", "version", ...platforms, "in all", "on"]);
  const lines = rows.map((row) => tableRow(cellsOf(row, platforms)));
  const below = [...reasonLines(rows), ...toolLines(rows)];
  return [`Profile ${code(profile)}:`, "", head, ...lines, "", ...below].join("\n").trimEnd();
}

function cellsOf({ suite, package: name, found, absent }: KernelRow, platforms: readonly string[]) {
  const kernel = `${plain(suite)} ${code(name)}`;
  if (!found) {
    const why = absent === undefined ? "not tried" : plain(absent);
    return [kernel, "", ...platforms.map(() => ""), why, ""];
  }
  const { product, word, date } = found;
  const words = platforms.map((one) => wordOn(found.platforms, one));
  return [kernel, code(product.version), ...words, shortWords[word], date.slice(0, 10)];
}

function wordOn(all: readonly CertifiedPlatform[], name: string): string {
  const one = all.find(({ platform }) => platform === name);
  return one ? shortWords[one.word] : "";
}

/** Of what is not certified, and what is excepted. */
function reasonLines(rows: readonly KernelRow[]): string[] {
  return rows.flatMap(({ suite, package: name, found }) => {
    if (!found) return [];
    const kernel = `${plain(suite)} ${code(name)}`;
    const config = found.config.map(
      ({ option, because }) => `- ${kernel}: ${plain(`CONFIG_${option}: ${because}`)}`,
    );
    const own = found.platforms.flatMap(({ platform, reasons, exceptions }) => [
      ...reasons.map(({ what }) => `- ${kernel} on ${plain(platform)}: ${plain(what)}`),
      ...exceptions.map(
        ({ by, until }) =>
          `- ${kernel} on ${plain(platform)}: allowed by ${code(by)} until ${until}`,
      ),
    ]);
    return [...config, ...own];
  });
}

function toolLines(rows: readonly KernelRow[]): string[] {
  const used = rows.flatMap(({ found }) => {
    if (!found) return [];
    const { qemu, hypervisors } = found.tools;
    const under = hypervisors.map(({ name, version }) => `, ${name} ${version}`).join("");
    const how = new Set(found.platforms.flatMap(({ accelerator }) => accelerator ?? []));
    return [`QEMU ${qemu} (${[...how].join(", ")})${under}`];
  });
  return used.length
    ? ["", `Tried with ${[...new Set(used)].map((one) => plain(one)).join("; ")}.`]
    : [];
}
