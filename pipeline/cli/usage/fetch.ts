// ./twinboot fetch

import { command } from "./command.ts";
import * as shared from "./shared.ts";

export const fetch = command({
  name: "fetch",
  group: "machine",
  summary: "bring heads with all that is built of them; builds nothing",
  about: [
    "What a machine without a way to upstream's servers needs of another's store: git heads with their history, every file of their newest trees, and the heads that series were written on.",
  ],
  operands: {},
  options: { head: shared.filters.head, ...shared.progress },
  exclusive: [["quiet", "verbose"]],
  examples: [["fetch --head upstream", "all upstream trees, for the machines of a night"]],
  run: async () => (await import("../commands/fetch.ts")).fetchCommand,
});
