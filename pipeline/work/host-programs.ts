// This machine's programs, as the store remembers them: to read them all takes half a second.

import { machine } from "node:os";
import { type Architecture, programNames } from "../model/described/architecture.ts";
import { readSealed, sealed } from "../engine/sealed-json.ts";
import type { Store } from "../engine/store.ts";
import { writeDurably } from "../engine/write-durably.ts";
import { knownProgramsSchema, ProgramDigests } from "../tools/program-digests.ts";

/** What the store does not know, or cannot tell any more, is found out anew. */
export async function hostPrograms(
  store: Pick<Store, "kept">,
  architectures: readonly Architecture[],
): Promise<ProgramDigests> {
  const path = store.kept("programs.json");
  const { value } = await readSealed(path, knownProgramsSchema);
  const programs = new ProgramDigests(programNames(architectures, machine()), value);
  await programs.digests();
  if (programs.known && programs.known !== value) await writeDurably(path, sealed(programs.known));
  return programs;
}
