// ./twinboot publish

import { command, flag, one } from "./command.ts";
import * as shared from "./shared.ts";
import { count, text } from "./value.ts";

export const publish = command({
  name: "publish",
  group: "results",
  summary: "check, issues and refreshed series of a run on GitHub",
  about: [
    "Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA and GITHUB_API_URL, which GitHub Actions sets.",
  ],
  operands: shared.optionalRun,
  options: {
    night: flag("also add the run to the history on the branch reports"),
    certificates: one(text("DIR", "folder"), "certificates of the night, of certify --output"),
    history: one(text("DIR", "folder"), "a checkout of the branch reports, for --certificates"),
    comment: one(count("PULL"), "only write the matrix as a comment on this pull request"),
    dryRun: flag("print what would be sent; send nothing"),
  },
  exclusive: [
    ["night", "comment"],
    ["certificates", "comment"],
  ],
  needs: [["history", "certificates"]],
  examples: [["publish --dry-run", "what the newest run would publish"]],
  run: async () => (await import("../commands/publish.ts")).publishCommand,
});
