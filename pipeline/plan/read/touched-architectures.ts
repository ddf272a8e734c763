// Architectures that a series is about: a run takes them where it would take its own alone.

import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Series } from "../../model/described/series.ts";
import { readDiff } from "../../parse/patch/diff.ts";

/** Those whose files one of the series touches, and those that it names with `arch` where it names none that is `there`. */
export function touchedArchitectures(
  { architectures, series: all }: Pick<Descriptions, "architectures" | "series">,
  names: readonly string[],
  there: readonly string[],
): string[] {
  const series = names.flatMap((name) => all.get(name) ?? []);
  return [...architectures.values()]
    .filter(({ architecture, make }) =>
      series.some((one) => asks(one, architecture, there) || touches(one, `arch/${make}/`)),
    )
    .map(({ architecture }) => architecture);
}

function asks({ arch }: Series, architecture: string, there: readonly string[]): boolean {
  return (
    arch !== undefined && arch.includes(architecture) && !arch.some((one) => there.includes(one))
  );
}

function touches({ patches }: Series, folder: string): boolean {
  return patches
    .flatMap(({ text }) => readDiff(text).files)
    .some(({ before = "", after = before }) => after.startsWith(folder));
}
