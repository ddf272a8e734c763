// A console that another tool saved -> lines as a serial port would have given them.

/** What loggers put before a kernel's line: journald and syslog, dmesg -x, dmesg -T, screen's and script's escapes. */
const journal =
  /^(?:\w{3} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.,]+(?:Z|[+-]\d\d:?\d\d)) \S+ kernel: ?/;
const decoded = /^(?:kern|user|daemon) *:(?:emerg|alert|crit|err|warn|notice|info|debug) *: /;
const wallClock = /^\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] ?/;
// eslint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g;

export function savedLog(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const lines = text
    .split("\n")
    .map((line) =>
      line.replace(escapes, "").replace(journal, "").replace(decoded, "").replace(wallClock, ""),
    );
  return new TextEncoder().encode(lines.join("\n"));
}
