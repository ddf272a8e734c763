// The paths that git tracks in this checkout.

import { execFileSync } from "node:child_process";
import { checkout } from "./vm/cli-rig.ts";

/** Whoever owns the checkout: in a container it is often not the user that runs the tests. */
export function trackedFiles(): string[] {
  const argv = ["-c", "safe.directory=*", "ls-files", "-z"];
  const listed = execFileSync("git", argv, { cwd: checkout, encoding: "utf8" });
  return listed.split("\0").filter(Boolean);
}
