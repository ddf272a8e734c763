// A console's bytes -> lines and the faults in them.

import type { ConsoleFacts, ConsoleFault, ConsoleFaultKind } from "../model/console-fault.ts";

/** What stands before Xen's own messages. */
const xen = String.raw`\(XEN\) (?:\[[^\]]*\] )?`;

/** What may stand before a kernel's message: the domain that Xen speaks for, a log level, a time stamp, a caller. */
const prefix = String.raw`^(?:${xen}DOM\d+: ?)?(?:<\d+>)?(?:\[\s*\d+\.\d+\](?:\[\s*[TC]\d+\])? ?)?`;

/** Anchored after the prefix, so that a record or a test's own text that quotes a panic is none. */
const faults: readonly { readonly kind: ConsoleFaultKind; readonly pattern: RegExp }[] = [
  {
    kind: "hypervisor-crash",
    pattern: new RegExp(`^${xen}(?:Panic on CPU|FATAL TRAP|Xen BUG at|Assertion '.*' failed)`),
  },
  { kind: "panic", pattern: new RegExp(`${prefix}Kernel panic - not syncing`) },
  {
    kind: "oops",
    pattern: new RegExp(
      `${prefix}(?:BUG: |Oops: |WARNING: |general protection fault|Unable to handle kernel|watchdog: BUG|rcu: INFO: \\w+ (?:self-)?detected stall|INFO: task .* blocked for more than|kernel BUG at)|^${xen}d\\d+v\\d+ Unhandled`,
    ),
  },
];

const banner = new RegExp(`${prefix}Linux version \\d`);

/** Splits at line feeds, drops carriage returns; bytes that are no UTF-8 become U+FFFD. */
export function consoleFacts(name: string, bytes: Uint8Array): ConsoleFacts {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split("\n").map((line) => line.replaceAll("\r", ""));
  return { name, lines, faults: [...faultsIn(lines), ...resetsIn(lines)] };
}

function faultsIn(lines: readonly string[]): ConsoleFault[] {
  return lines.flatMap((line, index) => {
    const text = messageOf(line);
    return faults
      .filter(({ pattern }) => pattern.test(text))
      .map(({ kind }) => ({ kind, line: index + 1, text: text.trim() }));
  });
}

/** A kernel that goes down while a record is written shares its line: its message stands behind the last brace. */
function messageOf(line: string): string {
  if (!line.includes("@tb ")) return line;
  const behind = line.slice(line.lastIndexOf("}") + 1);
  const at = behind.search(/\[\s*\d+\.\d+\]/);
  return at === -1 ? line : behind.slice(at);
}

/** A second kernel banner on one console is a machine that started over. */
function resetsIn(lines: readonly string[]): ConsoleFault[] {
  const banners = lines.flatMap((text, index) => (banner.test(messageOf(text)) ? [index] : []));
  return banners.slice(1).map((index) => ({
    kind: "reset",
    line: index + 1,
    text: messageOf(lines[index] ?? "").trim(),
  }));
}
