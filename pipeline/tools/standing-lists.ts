// Whether the signed lists of an apt state are still those of its archives: the same bytes, or unmodified as the archive
// says, which is what apt goes by. It need not be started then: it would verify again what it verified when it fetched them.

import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { regularText } from "./files/regular-text.ts";

/** Milliseconds for an answer: apt itself waits longer, and says why there is none. */
const patience = 3000;

/**
 * `sources`: lines of sources.list. False in every doubt: apt decides then. The same where a keyring was changed since
 * apt last looked (the time of `left`), or a proxy leads to the archives: only apt knows of all of them.
 */
export async function listsStand(
  lists: string,
  { sources, left }: { sources: readonly string[]; left: string },
  signal: AbortSignal,
): Promise<boolean> {
  const archives = new Map(sources.map((line) => [suiteUrl(line), line]));
  if (!archives.size || (await hasProxy())) return false;
  const all = [...archives].map(
    async ([url, line]) =>
      url !== undefined &&
      (await isOlder(keyringOf(line), left)) &&
      isStill(url, { path: join(lists, listName(url)), left }, signal),
  );
  return (await Promise.all(all)).every(Boolean);
}

/** `deb [signed-by=KEYRING] URI SUITE main`. Undefined where it is not over HTTP, or not of that form. */
function suiteUrl(line: string): string | undefined {
  const [, uri = "", suite = ""] =
    /^deb(?:-src)? (?:\[\S+\] )?(https?:\/\/\S+) ([\w.-]+) main$/.exec(line) ?? [];
  return uri && `${uri.replace(/\/*$/, "")}/dists/${suite}/InRelease`;
}

function keyringOf(line: string): string | undefined {
  return /\[signed-by=(\S+)\]/.exec(line)?.[1];
}

/** As apt names a list after where it comes from (URItoFileName). */
function listName(url: string): string {
  return url
    .replace(/^https?:\/\//, "")
    .replaceAll("_", "%5f")
    .replaceAll("/", "_");
}

async function isOlder(path: string | undefined, than: string): Promise<boolean> {
  const [keyring, left] = await Promise.all(
    [path ?? "", than].map(async (one) => stat(one).catch(() => undefined)),
  );
  return keyring !== undefined && left !== undefined && keyring.ctimeMs < left.mtimeMs;
}

async function isStill(
  url: string,
  { path, left }: { path: string; left: string },
  signal: AbortSignal,
): Promise<boolean> {
  const text = await regularText(path);
  if (!text || !(await isInTime(text, left))) return false;
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    // apt gives a list the archive's own time.
    const since = (await stat(path)).mtime.toUTCString();
    const response = await fetch(url, { headers: { "if-modified-since": since }, signal: within });
    return response.status === 304 || (response.ok && (await response.text()) === text);
  } catch {
    // Whatever it is, apt meets it too, and says it.
    return false;
  }
}

/**
 * What does not expire has no such line; what is no date is none that we know. A list that was over already when apt took
 * it is of an archive that stands still (a snapshot): apt takes it again, as long as its settings are those.
 */
async function isInTime(text: string, left: string): Promise<boolean> {
  const until = /^Valid-Until: (.+)$/m.exec(text)?.[1];
  if (until === undefined || Date.parse(until) > Date.now()) return true;
  const taken = await stat(left).catch(() => undefined);
  if (!taken || !(Date.parse(until) < taken.mtimeMs)) return false;
  const paths = await settings();
  return (await Promise.all(paths.map(async (one) => isOlder(one, left)))).every(Boolean);
}

/** apt's own settings on this machine (apt.conf(5)), and their folder, which tells of one that is gone. */
async function settings(): Promise<string[]> {
  const folder = "/etc/apt/apt.conf.d";
  const names = await readdir(folder).catch(() => []);
  const paths = ["/etc/apt/apt.conf", folder, ...names.map((name) => join(folder, name))];
  return paths.filter((path) => existsSync(path));
}

async function hasProxy(): Promise<boolean> {
  if (Object.keys(process.env).some((name) => /^(?:https?|all)_proxy$/i.test(name))) return true;
  const texts = await Promise.all((await settings()).map(regularText));
  return texts.some((text) => /proxy/i.test(text));
}
