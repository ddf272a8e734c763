// Series that change a hypervisor: each makes one more, with the rows of the one that it changes.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { hypervisorOf } from "../../model/described/hypervisor-of.ts";
import {
  changesetOfSeries,
  isPackaged,
  type SourcedHypervisor,
} from "../../model/described/hypervisor.ts";
import { patchesDigest } from "../../model/described/patches-digest.ts";
import { isMachine } from "../../model/described/platform.ts";
import type { HypervisorSeries, Series } from "../../model/described/series.ts";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { brokenOr } from "./read-all-series.ts";
import { withRowsUnder } from "./rows-under.ts";

/** Takes them out of `series`. What is wrong with one is told as of any broken series, and stops no other. */
export function withHypervisorSeries(all: Descriptions): Descriptions {
  const found = [...all.series.values()].filter((one): one is HypervisorSeries => isOwn(one));
  if (!found.length) return all;
  const kernels = new Map([...all.series].filter(([, one]) => !isOwn(one)));
  const own = { ...all, series: kernels };
  return found.reduce<Descriptions>((sum, one) => withOne(sum, one), own);
}

function isOwn(series: Series): series is HypervisorSeries {
  return series.for !== undefined;
}

function withOne(all: Descriptions, series: HypervisorSeries): Descriptions {
  let done = all;
  const wrong = brokenOr(() => {
    check(all, series);
    done = withRows(all, series);
  });
  if (!wrong) return done;
  return { ...all, brokenSeries: new Map([...all.brokenSeries, [series.series, wrong]]) };
}

function withRows(all: Descriptions, series: HypervisorSeries): Descriptions {
  const { series: name } = series;
  const made = madeBy(all, series);
  const copied = withRowsUnder({ ...all, hypervisors: new Map([[name, made]]) });
  return {
    ...copied,
    hypervisors: new Map([...all.hypervisors, [name, made]]),
    hypervisorSeries: new Map([...all.hypervisorSeries, [name, series]]),
  };
}

/** The same source, options and dom0; what its guests report of it is the series. */
function madeBy(all: Descriptions, series: HypervisorSeries): SourcedHypervisor {
  const { series: name, patches, kconfig } = series;
  const of = built(all, series, "for", series.for);
  const made = { of: series.for, patchset: patchesDigest(patches) };
  const facts = { "sys.hypervisor.properties.changeset": changesetOfSeries(name, made) };
  const rows = { ...rowsOf(all, of), lane: "every-run" as const, facts };
  const fragment = kconfig ? `${of.fragment}\n${kconfig}` : of.fragment;
  return { ...of, hypervisor: name, fragment, rows, made };
}

/** Those that every run boots under it; of one that is booted at night alone, its own. */
function rowsOf({ platforms }: Descriptions, { hypervisor, rows }: SourcedHypervisor) {
  const under = [...platforms.values()].filter(
    (one) => hypervisorOf(platforms, one) === hypervisor && !("image" in one && one.image),
  );
  const usual = under.filter(({ lane }) => lane === "every-run");
  const taken = usual.length ? usual : under.filter(() => rows !== undefined);
  const dom0 = taken.find((one) => isMachine(one));
  const image = dom0 && isMachine(dom0) ? dom0.serves?.image : undefined;
  const names = taken.map(({ platform }) => platform);
  return { platforms: names, ...(image === undefined ? {} : { image }) };
}

function check(all: Descriptions, series: HypervisorSeries): void {
  const { series: name, base, folder, with: halves = [] } = series;
  const file = `${folder}/series.yaml`;
  if (all.hypervisors.has(name))
    throw new UserError(
      `${file}: series: hypervisor/${name} has this name`,
      "give the series another name",
    );
  const of = built(all, series, "for", series.for);
  built(all, series, "base", base);
  if (!rowsOf(all, of).platforms.length)
    throw new UserError(
      `${file}: for: nothing is booted under ${series.for}`,
      "name a hypervisor that has rows",
    );
  for (const half of halves)
    if (!all.series.has(half)) throw unknownIn(`${file}: with`, "series", half, all.series);
  const foreign = ofKernels.find((key) => isAsked(series, key));
  if (foreign !== undefined)
    throw new UserError(
      `${file}: ${foreign}: this is for series of the kernel`,
      "remove it, or remove `for`",
    );
}

/** What only a kernel can keep. */
const ofKernels = [
  "kunit",
  "needs",
  "skips",
  "expects",
  "arch",
  "prerequisites",
  "base-commit",
] as const;

function isAsked(series: Series, key: (typeof ofKernels)[number]): boolean {
  const value = series[key];
  if (value === undefined) return false;
  return typeof value === "string" || Object.keys(value).length > 0;
}

/** Throws UserError for one that is not there, or has no source. */
function built(
  all: Descriptions,
  { folder }: Series,
  key: string,
  name: string,
): SourcedHypervisor {
  const where = `${folder}/series.yaml: ${key}`;
  const found = all.hypervisors.get(name);
  if (!found) throw unknownIn(where, "hypervisor", name, all.hypervisors);
  if (!isPackaged(found) && !found.made) return found;
  throw new UserError(
    `${where}: ${name} is not built of a source of its own`,
    "name a hypervisor that is",
  );
}

function unknownIn(
  where: string,
  what: string,
  name: string,
  known: { keys(): Iterable<string> },
): UserError {
  const { message } = unknownName(what, name, known.keys(), "");
  return new UserError(`${where}: ${message}`, "correct the name there");
}
