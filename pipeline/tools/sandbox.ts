// A patch is code that runs at build time. bubblewrap gives it no network, a read-only root, its own /tmp and its own PIDs.

export type Sandbox = {
  /** Folders of the host that the command sees, all below its /tmp. */
  readonly folders: readonly {
    readonly from: string;
    readonly to: `/tmp/${string}`;
    readonly writable: boolean;
  }[];
  /** The whole environment: nothing of the caller's goes in, tokens least of all. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/** The command line that runs `argv` in the sandbox. It dies with its parent, and everything in it too. */
export function sandboxed(argv: readonly string[], sandbox: Sandbox): string[] {
  const binds = sandbox.folders.flatMap(({ from, to, writable }) => [
    writable ? "--bind" : "--ro-bind",
    from,
    to,
  ]);
  const env = Object.entries(sandbox.env).flatMap(([name, value]) => ["--setenv", name, value]);
  // prettier-ignore
  return [
    "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv",
    "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
    // Nobody's home, and no socket of a running service, is a build's business.
    "--tmpfs", "/tmp", "--tmpfs", "/root", "--tmpfs", "/home", "--tmpfs", "/run",
    ...binds, ...env, "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LC_ALL", "C",
    "--chdir", sandbox.cwd, "--", ...argv,
  ];
}
