// ./twinboot rebase

import { command, flag, one } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

const { series, head } = shared.filters;

export const rebase = command({
  name: "rebase",
  group: "work",
  summary: "every series onto every head, patch by patch; builds nothing",
  about: [
    "Without --head it takes all heads of twinboot.yaml.",
    "--find-base looks along the first parents of git heads for the newest commit to which all patches of a series apply as they are written (git am without -3), and names the commit behind it that broke the series.",
    "--prerequisites names the commits between a git head and what a series was written on that must be picked first, in their order, and has tried that the series applies then.",
  ],
  operands: shared.namedSeries,
  options: {
    series,
    head,
    onto: one(
      text("REVISION"),
      "tag or commit to rebase onto instead, of the git head that --head names",
    ),
    findBase: flag("find where in the history of git heads the series applies; rebase nothing"),
    prerequisites: flag(
      "find the commits that git heads lack so that the series applies; rebase nothing",
    ),
    json: flag("print run.json and nothing else"),
    ...shared.progress,
  },
  exclusive: [
    ["json", "quiet", "verbose"],
    ["findBase", "json"],
    ["findBase", "onto"],
    ["findBase", "prerequisites"],
    ["prerequisites", "json"],
  ],
  examples: [
    ["rebase yours", "on which heads one series applies"],
    ["rebase yours --head stable --onto v7.2.10", "onto a tag, without editing twinboot.yaml"],
    ["rebase yours --prerequisites --head longterm-6.12", "what a stable tree lacks for it"],
    ["rebase yours --find-base", "the newest commits to which it applies as it is written"],
  ],
  run: async () => (await import("../commands/rebase.ts")).rebaseCommand,
});
