// The entry of the program. What Node compiles is kept from here on: all else is loaded later.

import { enableCompileCache } from "node:module";
import { join } from "node:path";

keepCompiled(process.env);
const { commandLine } = await import("./command-line.ts");
process.exitCode = await commandLine(process.argv.slice(2));

/** Not in the store: it is run, and a store may come out of a cache that others write. */
function keepCompiled({ XDG_CACHE_HOME: cache, HOME: home }: NodeJS.ProcessEnv): void {
  const folder = cache ?? (home === undefined ? undefined : join(home, ".cache"));
  if (folder !== undefined) enableCompileCache(join(folder, "twinboot-code"));
}
