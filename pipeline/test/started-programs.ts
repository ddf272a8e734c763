// Notes each program that tests start: what another process does takes as long as the machine is busy.

import type * as ChildProcess from "node:child_process";
import { createRequire, syncBuiltinESMExports } from "node:module";

type Start = (this: unknown, options: { readonly file: string }) => unknown;
type Module = { -readonly [name in keyof typeof ChildProcess]: (typeof ChildProcess)[name] };

/** A worker may load this anew for each file, and its node is the same. */
const key = Symbol.for("twinboot.started-programs");
const kept = globalThis as unknown as Record<symbol, string[] | undefined>;

/** The list that names are added to from now on. */
export function startedPrograms(): string[] {
  return (kept[key] ??= watched());
}

function watched(): string[] {
  const names: string[] = [];
  const module = createRequire(import.meta.url)("node:child_process") as Module;
  // Every asynchronous way to start a program ends there.
  const prototype = module.ChildProcess.prototype as unknown as { spawn: Start };
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    names.push(options.file);
    return spawn.call(this, options);
  };
  for (const name of ["spawnSync", "execFileSync", "execSync"] as const) {
    const start = module[name] as (file: string, ...rest: unknown[]) => unknown;
    module[name] = ((file: string, ...rest: unknown[]) => {
      names.push(file);
      return start(file, ...rest);
    }) as never;
  }
  syncBuiltinESMExports();
  return names;
}
