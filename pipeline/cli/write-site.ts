// Writes a run's site: its pages as they are made, one at a time, and the files that every site has.

import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Store } from "../engine/store.ts";
import { digestOf } from "../model/digest.ts";
import { isSystemError } from "../model/errors.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import type { History } from "../report/facts/history.ts";
import { certificatesIndex, siteFiles, sitePages } from "../report/html/site.ts";

/** Those that every site has. */
export const fixedFiles = join(import.meta.dirname, "../report/html/site-files");

const largestConsole = 256 * 2 ** 20;

/** The folders of pages are emptied first: a cell of an older run has no page among those of this one. */
export function writeSite(
  store: Pick<Store, "path">,
  run: RunRecord,
  history: History,
  dir: string,
): void {
  for (const name of ["cells", "consoles"]) {
    rmSync(join(dir, name), { recursive: true, force: true });
    mkdirSync(join(dir, name), { recursive: true });
  }
  for (const name of siteFiles) copyFileSync(join(fixedFiles, name), join(dir, name));
  const consoleText = consoleTextIn(store);
  const certificates = hasCertificates(dir);
  for (const { path, content } of sitePages({ run, history, consoleText, certificates }))
    writeFileSync(join(dir, path), content);
}

/** Whether `publish` put certificates beside the pages. */
export function hasCertificates(dir: string): boolean {
  return existsSync(join(dir, certificatesIndex));
}

/** A console that the store no longer has as it was is named on the page, not shown. */
export function consoleTextIn(store: Pick<Store, "path">) {
  return (console: { readonly digest: string }): string | undefined => {
    try {
      const path = store.path(console);
      const found = lstatSync(path);
      if (!found.isFile() || found.size > largestConsole) return undefined;
      const bytes = readFileSync(path);
      return digestOf(bytes) === console.digest ? bytes.toString() : undefined;
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  };
}
