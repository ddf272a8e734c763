// A document that names a file of this checkout sends its reader there: it must be there.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../work/session.ts";

const docs = readdirSync(join(checkout, "docs")).filter((name) => name.endsWith(".md"));
const others = ["README", "ARCHITECTURE", "CONTRIBUTING", "images/README", "reports/README"];
const documents = others.map((name) => `${name}.md`).concat(docs.map((name) => `docs/${name}`));

/** `plan/matrix/cell.ts` is of pipeline/; a name in capitals stands for any, `latest/` is made by the first run. */
const named = /(?<![\w./-])((?:[a-z0-9-]+\/)+[a-z0-9._-]+\.(?:ts|yaml|md|c|h|S|sh|config))\b/g;

test.each(documents)("%s names files that are there", (document) => {
  const text = readFileSync(join(checkout, document), "utf8");
  const paths = [...text.matchAll(named)].map(([, path = ""]) => path);
  const roots = ["", "pipeline", "docs", "images", "reports", "patches"];
  const tracked = paths.filter((path) => !path.startsWith("latest/"));
  const lost = tracked.filter(
    (path) => !roots.some((root) => existsSync(join(checkout, root, path))),
  );
  expect(lost).toEqual([]);
});
