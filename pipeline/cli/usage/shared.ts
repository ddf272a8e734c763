// Options and operands that several commands take, worded once.

import { flag, many, one } from "./command.ts";
import {
  choice,
  count,
  flavourName,
  headName,
  platformName,
  runNumber,
  seriesName,
} from "./value.ts";

/** `run NAME...`, as `check NAME` has it. */
export const namedSeries = {
  series: many(seriesName, "series to take; all where none is named"),
};

export const filters = {
  series: many(seriesName, "series to take, as the operands name them"),
  head: many(headName, "heads to take (all: every head of twinboot.yaml)"),
  flavour: many(flavourName, "kernel configurations to take"),
  platform: many(platformName, "platforms to take"),
};

export const lane = one(
  choice("LANE", ["every-run", "nightly"]),
  "platforms by lane; nightly takes all of them",
);

export const fresh = flag("boot again even where the store has the record");
export const jobs = one(count("N"), "how many boots at once (default: one for each CPU)");
export const attempts = one(
  count("N"),
  "how often a cell that fails is booted in all (default: 3)",
);
export const dryRun = flag("print the exact make and qemu command lines; run nothing");
export const json = flag("print JSON and nothing else");

/** What is shown while steps run. */
export const progress = {
  quiet: flag("print the result only"),
  verbose: flag("print what every step says, line by line"),
};

export const optionalRun = { run: one(runNumber, "number of a run (default: the newest)") };
