// Children that do not outlive us: setpriv(1) asks the kernel to kill them when their parent is gone (PDEATHSIG).

const prefix = ["setpriv", "--pdeathsig", "KILL", "--"] as const;

/** The same for a shell's `exec`; `before`: what starts it, as in `nice -n 19`. */
export function execPrefix(before: readonly string[] = []): string {
  return `exec ${[...before, ...prefix].join(" ")} `;
}

/** What `spawn` takes for `argv`: the child is killed with this process, however that ends. */
export function childLine(argv: readonly string[]): [command: string, args: string[]] {
  const [command, ...options] = prefix;
  return [command, [...options, ...argv]];
}
