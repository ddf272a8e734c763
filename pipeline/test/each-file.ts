// Around each test file: it leaves no temporary folder and no environment behind, as the next file may share its process,
// and starts programs only where its tags say so.

import { afterAll, beforeEach, expect, vi } from "vitest";
import { removeTemporaryFolders } from "./folder-rig.ts";
import { startedPrograms } from "./started-programs.ts";

const started = startedPrograms();
// A file before this one may have started some while it was read, and then had no test to run.
started.length = 0;
let mayStart = false;
const environment = { ...process.env };

beforeEach(({ task: { tags = [] } }) => {
  mayStart ||= tags.includes("process") || tags.includes("vm");
});

afterAll(async () => {
  await removeTemporaryFolders();
  vi.unstubAllEnvs();
  expect(changedVariables(), "a file changes its environment by vi.stubEnv alone").toEqual([]);
  const names = [...new Set(started.splice(0))];
  const may = mayStart;
  mayStart = false;
  if (names.length && !may)
    throw new Error(`it starts ${names.join(", ")}: its tests need the tag process`);
});

/** Their names alone: values may be secrets, and what fails is printed. */
function changedVariables(): string[] {
  const names = new Set([...Object.keys(environment), ...Object.keys(process.env)]);
  return [...names].filter((name) => process.env[name] !== environment[name]);
}
