// Options and operands that several commands take, worded once.

import { flag, many, one } from "./command.ts";
import {
  choice,
  count,
  flavourName,
  headName,
  hypervisorName,
  platformName,
  runNumber,
  seriesName,
  text,
} from "./value.ts";

/** `run NAME...`, as in `check NAME`. */
export const namedSeries = {
  series: many(seriesName, "series to take (default: all)"),
};

export const filters = {
  series: many(seriesName, "series to take; the same as naming them as operands"),
  head: many(headName, "heads to take (all: every head of twinboot.yaml)"),
  flavour: many(flavourName, "kernel configurations to take"),
  platform: many(platformName, "platforms to take"),
};

export const hypervisor = many(
  hypervisorName,
  "hypervisors whose platforms to take, in any lane; with --platform, those of them",
);

export const lane = one(
  choice("LANE", ["every-run", "nightly"]),
  "choose platforms by lane; nightly takes all of them",
);

export const fresh = flag("boot again even if the store has the record");
export const jobs = one(count("N"), "number of boots at the same time (default: one per CPU)");
export const attempts = one(count("N"), "total number of boots of a cell that fails (default: 3)");
export const dryRun = flag("print the exact make and qemu command lines; run nothing");
export const queue = one(text("ADDRESS"), "the Redis that hands out steps: redis://HOST:6379");
export const json = flag("print JSON and nothing else");

/** What is shown while steps run. */
export const progress = {
  quiet: flag("print only the result"),
  verbose: flag("print the output of every step"),
};

export const optionalRun = { run: one(runNumber, "number of a run (default: the newest)") };
