// ./twinboot trailers

import { command, one, required } from "./command.ts";
import { seriesName, text } from "./value.ts";

export const trailers = command({
  name: "trailers",
  group: "series",
  summary: "Reviewed-by, Acked-by and Tested-by of a saved thread",
  about: [
    "Shows which trailers were given to which patch; --add writes the chosen ones into the patches.",
  ],
  operands: {
    name: required(one(seriesName, "series that was posted")),
    mbox: required(one(text("MBOX", "file"), "the saved thread")),
  },
  options: { add: one(text("N,..."), "write these, by their numbers, or all") },
  examples: [
    ["trailers yours thread.mbox", "what was given"],
    ["trailers yours thread.mbox --add 1,3", "write two of them into the patches"],
  ],
  run: async () => (await import("../commands/trailers.ts")).trailersCommand,
});
