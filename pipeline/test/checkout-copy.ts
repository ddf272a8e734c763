// A copy of the checkout to change as one likes: the packages are linked, history and reports stay behind.

import { cp, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "./vm/cli-rig.ts";

/** `to`: an empty folder. */
export async function copyCheckout(to: string): Promise<void> {
  const all = await readdir(checkout);
  const names = all.filter((name) => ![".git", "node_modules", "reports"].includes(name));
  for (const name of names)
    await cp(join(checkout, name), join(to, name), { recursive: true, preserveTimestamps: true });
  await symlink(join(checkout, "node_modules"), join(to, "node_modules"));
}
