// npm run corpus: the corpus as a table of entries and verdicts. With --update its expectations are what the judge says now.

import { corpus, rewriteExpectations, verdictOf } from "./corpus-rig.ts";

const words = new Map(corpus().map((one) => [one.name, verdictOf(one)]));
for (const { name, from, expect } of corpus()) {
  const now = words.get(name) ?? "";
  process.stdout.write(
    `${name} (${from}): ${now}${now === expect ? "" : `, expected ${expect}`}\n`,
  );
}
if (process.argv.includes("--update")) rewriteExpectations(words);
