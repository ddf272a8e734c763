// ./twinboot list series|heads|flavours|platforms: what there is to name on a command line.

import type { Descriptions } from "../../model/descriptions.ts";
import { readDescriptions } from "../../plan/read-descriptions.ts";
import { oneLine } from "../../report/visible-text.ts";
import { checkout } from "../../work/session.ts";

type Kind = "series" | "heads" | "flavours" | "platforms";

/** A line for each: its name, then what it is. Completion takes the first word. */
export async function listCommand({ kind }: { readonly kind: Kind }): Promise<number> {
  const rows = rowsOf(readDescriptions(checkout), kind);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  for (const [name, says] of rows)
    process.stdout.write(`${oneLine(`${name.padEnd(width)}  ${says}`, 200)}\n`);
  return 0;
}

function rowsOf(all: Descriptions, kind: Kind): (readonly [name: string, says: string])[] {
  switch (kind) {
    case "series":
      return [
        ...[...all.series.values()].map((one) => [one.series, one.title] as const),
        ...[...all.brokenSeries].map(
          ([name, { message }]) => [name, `broken: ${message}`] as const,
        ),
      ];
    case "heads":
      return Object.entries(all.installation.heads).map(([name, head]) => [
        name,
        `${head.kind}, ${head.lane}`,
      ]);
    case "flavours":
      return [...all.flavours.values()].map((one) => [one.flavour, `${one.arch}, ${one.base}`]);
    case "platforms":
      return [...all.platforms.values()].map((one) => [one.platform, one.describes]);
  }
}
