// ./twinboot certify --table FILE: all kernels of twinboot.yaml in a document, from the certificates that were made here.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../model/errors.ts";
import { kernelsTable } from "../../report/certify/kernels-table.ts";
import { visibleText } from "../../report/safe/visible-text.ts";
import { checkout, type SessionOptions, withSession } from "../../work/session.ts";
import { tabledKernels } from "../../work/certify/tabled-kernels.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

const begin = "<!-- made by: ./twinboot certify --table -->";
const end = "<!-- end of the table -->";

type Given = SessionOptions & ShowOptions & { readonly table: string; readonly output?: string };

export async function certifyTable({ table: path, output, ...options }: Given): Promise<number> {
  return withSession(options, async (session) => {
    const [before, after] = aroundTable(path, await readFile(path, "utf8"));
    const folder = output ?? join(checkout, "reports", "certify");
    const show = showFor(options);
    const { rows, refused } = await tabledKernels(session, folder, show).finally(show.end);
    for (const one of refused) process.stderr.write(`twinboot: left out: ${visibleText(one)}\n`);
    const profiles = [...session.descriptions.profiles.values()];
    const platforms = new Map(
      profiles.map(({ profile, platforms: own }) => [profile, Object.keys(own)] as const),
    );
    const text = `${before}${begin}\n\n${kernelsTable(rows, platforms)}\n\n${end}${after}`;
    await writeFile(path, text);
    return 0;
  });
}

function aroundTable(path: string, text: string): readonly [before: string, after: string] {
  const [before = "", rest] = text.split(begin, 2);
  const after = rest?.split(end, 2)[1];
  if (after !== undefined) return [before, after];
  throw new UserError(
    `${path}: has no place for the table`,
    `put two lines there: ${begin} ${end}`,
  );
}
