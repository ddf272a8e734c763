// Around each test file: it leaves no temporary folder behind, and starts programs only where its tags say so.

import { afterAll, beforeEach } from "vitest";
import { removeTemporaryFolders } from "./folder-rig.ts";
import { startedPrograms } from "./started-programs.ts";

const started = startedPrograms();
// A file before this one may have started some while it was read, and then had no test to run.
started.length = 0;
let mayStart = false;

beforeEach(({ task: { tags = [] } }) => {
  mayStart ||= tags.includes("process") || tags.includes("vm");
});

afterAll(async () => {
  await removeTemporaryFolders();
  const names = [...new Set(started.splice(0))];
  const may = mayStart;
  mayStart = false;
  if (names.length && !may)
    throw new Error(`it starts ${names.join(", ")}: its tests need the tag process`);
});
