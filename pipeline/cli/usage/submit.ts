// ./twinboot submit

import { command, flag, many, one, required } from "./command.ts";
import { count, headName, runNumber, seriesName, text } from "./value.ts";

export const submit = command({
  name: "submit",
  group: "series",
  summary: "the mails of a posting, with evidence and recipients; sends nothing",
  about: [
    "Writes reports/submit/SERIES/vN/. Evidence must come from runs of exactly these patches and this head; otherwise the command stops and lists what is stale.",
    "Exit status: 1 if the series does not apply, if its evidence is stale, or if something is missing before it can be sent.",
  ],
  operands: { name: required(one(seriesName, "series to post")) },
  options: {
    head: one(headName, "head to post on (default: the one that the series was written on)"),
    from: one(text("PERSON"), 'who posts, "NAME <ADDRESS>" (default: from git config)'),
    run: many(runNumber, "runs to take evidence from (default: the newest that hold)"),
    untested: flag("without evidence; the letter then says so"),
    previous: one(text("OLD", "file"), "folder, mbox or git revision to compare with"),
    reroll: one(count("N"), "version to post (default: the next)"),
    output: one(text("DIR", "folder"), "folder to write to"),
  },
  exclusive: [["run", "untested"]],
  examples: [["submit yours --head sid", "the next version of a series"]],
  run: async () => (await import("../commands/submit.ts")).submitCommand,
});
