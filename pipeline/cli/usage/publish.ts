// ./twinboot publish

import { command, flag } from "./command.ts";
import * as shared from "./shared.ts";

export const publish = command({
  name: "publish",
  group: "results",
  summary: "check, issues and refreshed series of a run on GitHub",
  about: [
    "Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA and GITHUB_API_URL, which GitHub Actions sets.",
  ],
  operands: shared.optionalRun,
  options: {
    night: flag("add the run to the history on the branch reports, too"),
    dryRun: flag("print what would be sent; send nothing"),
  },
  examples: [["publish --dry-run", "what the newest run would publish"]],
  run: async () => (await import("../commands/publish.ts")).publishCommand,
});
