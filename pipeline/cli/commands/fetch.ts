// ./twinboot fetch: heads into the store, each with the whole tree that would be built.

import type { Filters } from "../../plan/read/selection.ts";
import { fetchedHeads } from "../../work/fetched-heads.ts";
import { withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

type Given = Pick<Filters, "head"> & ShowOptions;

export async function fetchCommand({ head, ...how }: Given): Promise<number> {
  return withSession({}, async (session) => {
    const show = showFor(how);
    try {
      const lines = await fetchedHeads(session, head ? { head } : {}, show);
      show.end();
      process.stdout.write(lines.map((line) => `${line}\n`).join(""));
      return 0;
    } finally {
      show.end();
    }
  });
}
