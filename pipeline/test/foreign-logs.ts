// npm run foreign -- FOLDER: how many crashes of a public corpus are found, and by which line. A file of it is a head
// (`TITLE: ...`, nothing where it shows no crash), an empty line, a log: the form of syzkaller's pkg/report/testdata.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../model/judge/finding.ts";
import { judgeLog } from "../model/judge/judge-log.ts";
import { ktapOf } from "../parse/console/ktap.ts";
import { readSavedWitness } from "../parse/console/read-witness.ts";

type Read = { readonly name: string; readonly title?: string; readonly decided?: Finding };

const [folder = "."] = process.argv.slice(2);
const all = readdirSync(folder).map((name) =>
  read(name, readFileSync(join(folder, name), "latin1")),
);
const crashes = all.filter(({ title }) => title !== undefined);
const missed = crashes.filter(({ decided }) => !decided);
const falsely = all.filter(({ title, decided }) => title === undefined && decided);
for (const { name, title } of missed) process.stdout.write(`missed ${name}: ${title}\n`);
for (const { name, decided } of falsely)
  process.stdout.write(`false ${name}: ${decided?.line?.text ?? decided?.summary}\n`);
for (const { name, title = "", decided } of crashes)
  if (decided && !sharesWords(title, decided))
    process.stdout.write(`other words ${name}: ${title}; ${decided.line?.text}\n`);
process.stdout.write(
  `found ${crashes.length - missed.length} of ${crashes.length}; falsely ${falsely.length} of ${all.length - crashes.length}\n`,
);

function read(name: string, text: string): Read {
  const [, head = "", body = text] = /^((?:[A-Z]+: .*\n|#.*\n)*)\n([^]*)$/.exec(text) ?? [];
  const [log = ""] = body.split("\nREPORT:\n");
  const witness = readSavedWitness(name, Buffer.from(log, "latin1"));
  const [decided] = judgeLog(witness, ktapOf(witness.console.segments)).findings;
  const [, title] = /^TITLE: (.*)$/m.exec(head) ?? [];
  return { name, ...(title === undefined ? {} : { title }), ...(decided ? { decided } : {}) };
}

/** Half of the words before the function's name, in the line that decided or the four below it. */
function sharesWords(title: string, { detail = [] }: Finding): boolean {
  const [fault = ""] = title.toLowerCase().replace("kernel panic", "panic").split(" in ");
  const near = detail.slice(0, 5).join(" ").toLowerCase();
  const words = fault.split(/[^a-z0-9]+/).filter((word) => word.length > 2);
  return words.filter((word) => near.includes(word)).length * 2 >= words.length;
}
