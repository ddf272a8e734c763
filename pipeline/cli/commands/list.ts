// ./twinboot list series|heads|flavours|hypervisors|platforms: the names that can be used on a command line.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { type Hypervisor, madeBySeries } from "../../model/described/hypervisor.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { padded, widestOf } from "../../report/safe/text-columns.ts";
import { oneLine } from "../../report/safe/visible-text.ts";
import { checkout } from "../../work/session.ts";

type Kind = "series" | "heads" | "flavours" | "hypervisors" | "platforms";

/** Prints one line for each: its name and a description. Completion takes the first word. */
export async function listCommand({ kind }: { readonly kind: Kind }): Promise<number> {
  const rows = rowsOf(readDescriptions(checkout), kind);
  const width = widestOf(rows.map(([name]) => name));
  for (const [name, says] of rows)
    process.stdout.write(`${padded(name, width)}  ${oneLine(says, 200)}\n`);
  return 0;
}

function rowsOf(all: Descriptions, kind: Kind): (readonly [name: string, says: string])[] {
  switch (kind) {
    case "series":
      return [
        ...[...all.series.values()].map((one) => [one.series, one.title] as const),
        ...[...all.hypervisorSeries.values()].map(
          (one) => [one.series, `for ${one.for}: ${one.title}`] as const,
        ),
        ...[...all.brokenSeries].map(
          ([name, { message }]) => [name, `broken: ${message}`] as const,
        ),
      ];
    case "heads":
      return Object.entries(all.installation.heads).map(([name, head]) => [
        name,
        `${head.kind}, ${head.channel}`,
      ]);
    case "flavours":
      return [...all.flavours.values()].map((one) => [one.flavour, `${one.arch}, ${one.base}`]);
    case "hypervisors":
      return [...all.hypervisors.values()].map((one) => [one.hypervisor, sourceInWords(one)]);
    case "platforms":
      return [...all.platformProse];
  }
}

function sourceInWords(hypervisor: Hypervisor): string {
  const { source } = hypervisor;
  const made = madeBySeries(hypervisor);
  if (made) return `${made.of} with the series of this name`;
  if ("package" in source) return `${source.suite}'s package ${source.package}`;
  if ("git" in source) return `${source.ref} of ${source.git}, built here`;
  if ("tarball" in source) return `${source.tarball}, built here`;
  return `${source.debian} ${source.version} of ${source.suite}, built here`;
}
