// Code that a tree or a series brought runs in here: no capability, no namespace of its own making, not as root, no network,
// nothing of the host but its programs and the folders that it is given. docs/security.md says what holds which promise.

import { lstatSync, readlinkSync } from "node:fs";
import { limited } from "./sandbox-limits.ts";
import { firstUser, userFor } from "./sandbox-user.ts";
import { syscallFilter } from "./syscall-filter.ts";

export type Sandbox = {
  /** Folders of the host that the command sees, all below its /tmp. Those that it only reads are readable by everybody. */
  readonly folders: readonly {
    readonly from: string;
    readonly to: `/tmp/${string}`;
    readonly writable: boolean;
  }[];
  /** The whole environment: nothing of the caller's goes in, tokens least of all. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/**
 * The command line that runs `argv` in the sandbox. It dies with its parent, and everything in it too. A caller who is
 * root gives the writable folders to the sandbox's user, which owns what is made in them; otherwise that is the caller.
 */
export function sandboxed(
  argv: readonly string[],
  sandbox: Sandbox,
  root = process.getuid?.() === 0,
): string[] {
  // prettier-ignore
  return [
    // When memory runs out the kernel ends a build first (proc(5), oom_score_adj).
    "choom", "-n", "1000", "--", ...withFilter(),
    "bwrap", ...namespaces, ...(root ? keepForRoot : ownUser),
    "--die-with-parent", "--new-session", "--clearenv",
    ...systemFolders(), ...ownMounts, ...foldersOf(sandbox), ...readOnly,
    ...environment(sandbox), "--seccomp", "3", "--chdir", sandbox.cwd, "--",
    ...(root ? asSandboxUser(sandbox) : []), ...limited, ...argv,
  ];
}

/** Whether a command line is one of `sandboxed`. */
export function isSandboxed(argv: readonly string[]): boolean {
  return argv[0] === "choom" && argv.includes("--seccomp");
}

/** The host folders that a command line made by `sandboxed` can write to; undefined for any other command line. */
export function writableFolders(argv: readonly string[]): string[] | undefined {
  if (!isSandboxed(argv)) return undefined;
  return argv.filter((_, at) => argv[at - 1] === "--bind");
}

/** The command of a line, inside the sandbox where it is one of `sandboxed`. */
export function nameOf(argv: readonly string[]): string {
  if (!isSandboxed(argv)) return argv[0] ?? "";
  return argv[argv.indexOf("--", argv.indexOf(limited[0] ?? "")) + 1] ?? "";
}

/** bash gives bwrap the filter as its descriptor 3, and closes every other that a library of ours left open. */
const givesFilter =
  'exec 3< <(base64 -d <<<"$0"); ' +
  'for fd in /proc/self/fd/*; do fd=${fd##*/}; ((fd > 3)) && exec {fd}>&-; done; exec "$@"';

function withFilter(): string[] {
  filter ??= syscallFilter().toString("base64");
  return ["bash", "-c", givesFilter, filter];
}

let filter: string | undefined;

// prettier-ignore
const namespaces = [
  "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup", "--hostname", "twinboot",
];

/** Somebody who is not root needs a user namespace to be let do the rest; in it no other one can be made. */
// prettier-ignore
const ownUser = [
  "--unshare-user", "--disable-userns", "--uid", String(firstUser), "--gid", String(firstUser), "--cap-drop", "ALL",
];

/**
 * In a user namespace of root's the command would be root for the host's kernel all the same: it could write whatever
 * of /proc/sys root may write without a capability. So root changes to another user instead, and needs these for it.
 */
const keepForRoot = [
  "--cap-drop",
  "ALL",
  ...["SETUID", "SETGID", "SETPCAP", "CHOWN", "DAC_OVERRIDE"].flatMap((cap) => [
    "--cap-add",
    `CAP_${cap}`,
  ]),
];

/** The host's programs, by the links or folders by which it has them. */
function systemFolders(): string[] {
  const links = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
  // prettier-ignore
  return [
    "--ro-bind", "/usr", "/usr", ...links.flatMap(asOnHost),
    // For awk, cc and yacc (alternatives), and for shared libraries.
    "--perms", "0755", "--dir", "/etc",
    ...["/etc/alternatives", "/etc/ld.so.cache"].flatMap((path) => ["--ro-bind-try", path, path]),
  ];
}

function asOnHost(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  return found.isSymbolicLink()
    ? ["--symlink", readlinkSync(path), path]
    : ["--ro-bind", path, path];
}

const temporaryBytes = String(4 * 2 ** 30);

// prettier-ignore
const ownMounts = [
  "--proc", "/proc", "--dev", "/dev", "--size", temporaryBytes, "--perms", "1777", "--tmpfs", "/dev/shm",
  "--size", temporaryBytes, "--perms", "1777", "--tmpfs", "/tmp",
];

/** Of /proc, /dev and the root itself nothing can be written: /proc/sys is the host's. */
const readOnly = ["/proc", "/dev", "/"].flatMap((path) => ["--remount-ro", path]);

function foldersOf({ folders }: Sandbox): string[] {
  return folders.flatMap(({ from, to, writable }) => [writable ? "--bind" : "--ro-bind", from, to]);
}

function environment({ env }: Sandbox): string[] {
  const all = { ...env, PATH: "/usr/bin:/bin", HOME: "/tmp", LC_ALL: "C" };
  return Object.entries(all).flatMap(([name, value]) => ["--setenv", name, value]);
}

/**
 * From root to a user without rights, to whom the writable folders are given. The last of them decides who it is: that is
 * what stays longest, a cache.
 */
function asSandboxUser({ folders }: Sandbox): string[] {
  const writable = folders.filter((folder) => folder.writable);
  const user = userFor((writable.at(-1) ?? folders[0])?.from ?? "");
  // prettier-ignore
  const change = [
    "setpriv", "--reuid", String(user), "--regid", String(user), "--clear-groups",
    "--inh-caps=-all", "--bounding-set=-all", "--",
  ];
  if (!writable.length) return change;
  return [
    ...givenTo(
      user,
      writable.map(({ to }) => to),
    ),
    ...change,
  ];
}

/** What is in the folders belongs to the user: only links themselves are changed, never what they point to. */
function givenTo(user: number, folders: readonly string[]): string[] {
  const names = folders.map((folder) => `'${folder.replaceAll("'", "")}'`).join(" ");
  const give = `find ${names} ! -user ${user} -exec chown -h ${user}:${user} {} +`;
  return ["sh", "-c", `${give} || exit 125; exec "$@"`, "sh"];
}
