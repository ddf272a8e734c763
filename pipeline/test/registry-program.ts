// Debian's docker-registry: its package would start a service that listens on all addresses.

import { join } from "node:path";
import { unpacked } from "./unpacked-program.ts";

/** Its path. */
export async function registryProgram(): Promise<string> {
  return join(await unpacked(["docker-registry"]), "usr/bin/docker-registry");
}
