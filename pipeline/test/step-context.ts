// What a step is given, without an engine.

import type { Store } from "../engine/store.ts";
import type { StepContext } from "../model/work/step.ts";

export async function contextOn(
  store: Store,
  signal = new AbortController().signal,
): Promise<StepContext> {
  return {
    workDir: await store.work(),
    signal,
    path: (artifact) => store.path(artifact),
    kept: (name) => store.kept(name),
    keep: (path, name) => store.keep(path, name),
    keepBytes: (content, name) => store.keepBytes(content, name),
    read: (artifact) => store.read(artifact),
    say: () => undefined,
    advance: () => undefined,
  };
}
