// Which user a sandbox of root's runs as. Processes are counted by user: one that forks without end must leave every
// other sandbox its own count.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { InfraError } from "../model/errors.ts";

/** Reserved numbers in Debian (policy, 9.2.2), inside the 65536 that a container has. */
export const firstUser = 65000;
const users = 534;

/** The same one for the same folder, so that what lies there need not change its owner, unless a process has it now. */
export function userFor(folder: string): number {
  const living = usersOfProcesses();
  const begin = createHash("sha256").update(folder).digest().readUInt32LE(0);
  for (let n = 0; n < users; n += 1) {
    const user = firstUser + ((begin + n) % users);
    if (!living.has(user)) return user;
  }
  throw new InfraError(
    `all sandbox users, ${firstUser} to ${firstUser + users - 1}, have running processes`,
    "list them with: ps -eo user,args",
  );
}

function usersOfProcesses(): Set<number> {
  return new Set(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(realUser),
  );
}

/** proc(5), status: the first number is the real user's, which processes are counted by. */
function realUser(pid: string): number {
  try {
    return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    // It has ended meanwhile.
    return Number.NaN;
  }
}
