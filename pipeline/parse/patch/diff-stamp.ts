// The date behind a name in a plain diff, as git-apply(1) finds it.

const stamp =
  /(?:\t| +)(?:\d{2})?\d{2}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2}(?:\.\d+)?)?(?: [+-]\d{4}| [+-]\d{2}:\d{2})?$/;

/** The name on a `---` or `+++` line: up to its date, or up to a tab. `line`: what follows the mark. */
export function beforeStamp(line: string): string {
  const whole = line.replace(/\r?\n$/, "");
  return stamp.test(whole) ? whole.replace(stamp, "") : (whole.split("\t")[0] ?? "").trimEnd();
}

/** Whether the file is absent on this side. */
export function isNothing(line: string): boolean {
  return /^\/dev\/null(?:\s|$)/.test(line);
}

const epoch =
  /\t(1969-12-31|1970-01-01) ([0-2]\d):([0-5]\d):00(?:\.0+)? ([-+])([0-2]\d):?([0-5]\d)\n?$/;

/** diff -N gives a file that is absent the date 0, in the zone of its author. */
export function isEpoch(line: string): boolean {
  const [, day, hour, minute, sign, hours, minutes] = epoch.exec(line) ?? [];
  if (day === undefined) return false;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  const start = day === "1969-12-31" ? 24 * 60 : 0;
  return Number(hour) * 60 + Number(minute) - offset === start;
}
