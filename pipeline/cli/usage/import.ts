// ./twinboot import

import { command, flag, one, required } from "./command.ts";
import { headName, text } from "./value.ts";

export const importSeries = command({
  name: "import",
  group: "series",
  summary: "an mbox, patch, folder of patches, quilt folder or git range as a series",
  about: ["Checks everything first, and writes patches/NAME/ only."],
  operands: {
    from: required(one(text("FROM", "file"), "file or folder; with --git a range, BASE..TIP")),
  },
  options: {
    as: one(text("NAME"), "name of the series (default: made from FROM)"),
    base: one(headName, "head that the series was written on"),
    replace: flag("replace an existing series with its next version"),
    git: one(text("REPOSITORY", "folder"), "repository that FROM is a range of"),
  },
  examples: [
    ["import series.mbox --as yours", "a series as b4 am saves it"],
    ["import v2.mbox --as yours --replace", "its next version"],
    ["import debian/patches --as yours", "a quilt folder"],
    ["import --git ~/linux v7.2..topic --as yours", "commits of a repository"],
  ],
  run: async () => (await import("../commands/import.ts")).importCommand,
});
