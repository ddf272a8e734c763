// A run's site in memory, as the tests read it.

import { nightOf } from "../model/record/night-of.ts";
import type { Night } from "../model/record/night.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { historyOf } from "../report/facts/history.ts";
import { sitePages } from "../report/html/site.ts";
import { consolesFixture } from "./run-fixture.ts";

/** Pages by path. `older` are the nights before the run's own. */
export async function siteOf(
  run: RunRecord,
  consoles: ReadonlyMap<string, string> = consolesFixture(run),
  older: readonly Night[] = [],
): Promise<Map<string, string>> {
  const history = await historyOf([...older, nightOf(run)]);
  const consoleText = ({ digest }: { digest: string }) => consoles.get(digest);
  const pages = [...sitePages({ run, history, consoleText })];
  return new Map(pages.map(({ path, content }) => [path, content]));
}

/** All pages as one text. */
export async function siteText(run: RunRecord): Promise<string> {
  return [...(await siteOf(run)).values()].join("\n");
}

export function pageNamed(site: ReadonlyMap<string, string>, path: string): string {
  const page = site.get(path);
  if (page !== undefined) return page;
  throw new Error(`there is no page ${path}; there are: ${[...site.keys()].join(", ")}`);
}
