// ./twinboot rebase

import { command, flag } from "./command.ts";
import * as shared from "./shared.ts";

const { series, head } = shared.filters;

export const rebase = command({
  name: "rebase",
  group: "work",
  summary: "every series onto every head, patch by patch; builds nothing",
  about: ["Without --head it takes all heads of twinboot.yaml."],
  operands: shared.namedSeries,
  options: {
    series,
    head,
    json: flag("print run.json and nothing else"),
    ...shared.progress,
  },
  exclusive: [["json", "quiet", "verbose"]],
  examples: [["rebase yours", "on which heads one series applies"]],
  run: async () => (await import("../commands/rebase.ts")).rebaseCommand,
});
