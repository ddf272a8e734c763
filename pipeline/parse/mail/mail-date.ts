// The Date of a mail, as people's programs write it -> seconds and zone, as a commit has them; the rules are git's
// (date.c), without its guesses.

export type MailDate = {
  /** Since the epoch; never before it, for git has no such commits. */
  readonly seconds: number;
  /** `+0100` */
  readonly zone: string;
};

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Hours from UTC: RFC 5322, 4.3, and those that mails from elsewhere have. */
// prettier-ignore
const zones: Readonly<Record<string, number>> = {
  ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, bst: 1, west: 1, cet: 1, met: 1, cest: 2, mest: 2, mesz: 2, eet: 2, eest: 3,
  est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, jst: 9, nzst: 12, nzdt: 13,
};

/** Undefined for what is no date, or one that no commit can have: before 1970, after 2099. */
export function mailDate(text: string): MailDate | undefined {
  const plain = text.replaceAll(/\([^)]*\)/g, " ").trim();
  const raw = /^@?(\d{9,10}) ([+-]\d{4})$/.exec(plain);
  if (raw) return dateAt(Number(raw[1]), raw[2] ?? "");
  const [day, clock, zone] = [dayOf(plain), clockOf(plain), zoneOf(plain)];
  if (!day || !clock || zone === undefined) return undefined;
  const utc = Date.UTC(day.year, day.month, day.day, ...clock) / 1000;
  return dateAt(utc - offsetOf(zone), zone);
}

/** As RFC 5322 has it, and git format-patch: `Mon, 2 Nov 2026 10:00:00 +0100`. */
export function mailDateText({ seconds, zone }: MailDate): string {
  const at = new Date((seconds + offsetOf(zone)) * 1000);
  const month = months[at.getUTCMonth()] ?? "";
  const name = month.slice(0, 1).toUpperCase() + month.slice(1);
  const clock = at.toISOString().slice(11, 19);
  return `${days[at.getUTCDay()]}, ${at.getUTCDate()} ${name} ${at.getUTCFullYear()} ${clock} ${zone}`;
}

function dateAt(seconds: number, zone: string): MailDate | undefined {
  if (Number.isNaN(seconds) || seconds < 0) return undefined;
  return { seconds, zone: zone === "-0000" ? "+0000" : zone };
}

/** Seconds. */
function offsetOf(zone: string): number {
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3)) * 60;
  return zone.startsWith("-") ? -seconds : seconds;
}

/** Hour, minute and second. */
function clockOf(text: string): [number, number, number] | undefined {
  const found = /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d?:)/.exec(text);
  const [hour = 24, minute = 60, second = 0] =
    found?.slice(1).map((part) => Number(part || 0)) ?? [];
  return hour < 24 && minute < 60 && second <= 60 ? [hour, minute, second] : undefined;
}

/** `2 Nov 2026`, `Nov 2 10:00:00 2026`, `2026-11-02`. */
function dayOf(text: string): { year: number; month: number; day: number } | undefined {
  const [, iso, isoMonth, isoDay] = /\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T|\b)/.exec(text) ?? [];
  if (iso) return checkedDay(Number(iso), Number(isoMonth) - 1, Number(isoDay));
  const mailed = /\b(\d{1,2})[ -]+([a-z]{3})[a-z]*[ -]+(\d{2,4})\b/i.exec(text);
  const local = /\b([a-z]{3})[a-z]* +(\d{1,2})\b.*?\b(\d{4})\b/i.exec(text);
  const [day, month, year] = mailed?.slice(1) ?? [local?.[2], local?.[1], local?.[3]];
  if (!day || !month || !year) return undefined;
  return checkedDay(fullYear(Number(year)), months.indexOf(month.toLowerCase()), Number(day));
}

function checkedDay(year: number, month: number, day: number) {
  if (year < 1970 || year > 2099 || month < 0 || month > 11 || day < 1 || day > 31)
    return undefined;
  return { year, month, day };
}

/** Of two digits (RFC 5322, 4.3) git takes those of the last century alone. */
function fullYear(year: number): number {
  return year > 69 && year < 100 ? 1900 + year : year;
}

/** Undefined for a zone that nobody knows; a date without one is in UTC. */
function zoneOf(text: string): string | undefined {
  const behind = /\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(.*)$/.exec(text)?.[1] ?? "";
  const [, sign, hour = "", minute = "00"] = /([+-])(\d{1,2}):?(\d{2})?\b/.exec(behind) ?? [];
  if (sign === undefined) return namedZone(/[a-z]+/i.exec(behind)?.[0]);
  const isZone = Number(hour) < 24 && Number(minute) < 60;
  return isZone ? `${sign}${hour.padStart(2, "0")}${minute}` : undefined;
}

function namedZone(name = "utc"): string | undefined {
  const hours = zones[name.toLowerCase()];
  if (hours === undefined) return undefined;
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}00`;
}
