// Written reports held against what rendering gives, through the command: what is green must have been compared.
// @module-tag process

import { execFileSync } from "node:child_process";
import {
  appendFile,
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { Store } from "../engine/store.ts";
import { historyOf } from "../report/facts/history.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { judgedRun } from "../test/judged-run-rig.ts";
import { temporaryStore } from "../test/store-rig.ts";
import { Runs } from "../work/runs.ts";
import { verifyReportCommand } from "./commands/verify-report.ts";
import { writeReports } from "./write-reports.ts";
import { writeSite } from "./write-site.ts";

let folder: string;
let whole: string;
let dir: string;
let said: MockInstance;

beforeAll(async () => {
  const store = await temporaryStore();
  const runs = new Runs(store.dir);
  await runs.finish(await judgedRun(store));
  vi.stubEnv("TWINBOOT_STORE", store.dir);
  folder = await temporaryFolder();
  await writeReports({ store, runs }, await runs.read(1), folder);
  whole = join(folder, "runs/1");
});

beforeEach(async () => {
  dir = join(await temporaryFolder(), "report");
  await cp(whole, dir, { recursive: true });
  said = vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

async function verified(output = dir): Promise<string> {
  const code = await verifyReportCommand({ output });
  const words = said.mock.calls.map(([text]) => String(text)).join("");
  said.mockClear();
  return `${code} ${words}`;
}

test("a report as it was written holds, and that it was compared is said", async () => {
  expect(await verified()).toMatch(/^0 run 1 holds: .*; \S+report the same to the byte\n$/);
});

test("a folder of pages alone, as report --format html writes it, is compared too", async () => {
  await rm(join(dir, "run.json"));
  await rm(join(dir, "report.md"));
  expect(await verified()).toMatch(/^0 /);
  await edit("index.html", (text) => text.replace("fails", "passes"));
  expect(await verified()).toContain("index.html: is not what rendering gives");
});

async function edit(name: string, change: (text: string) => string): Promise<void> {
  const path = join(dir, name);
  const text = await readFile(path, "utf8");
  expect(change(text)).not.toBe(text);
  await writeFile(path, change(text));
}

async function cellPage(): Promise<string> {
  const names = await readdir(join(dir, "cells"));
  return join("cells", names.find((one) => one.includes("one")) ?? "");
}

test("a report beside certificates links to them, and its other pages are compared all the same", async () => {
  const certificates = join(dir, "certificates/6.1.0-general");
  await mkdir(certificates, { recursive: true });
  await writeFile(join(dir, "certificates/index.html"), "a page of its own");
  await writeFile(join(certificates, "bulletin.html"), "a page of its own");
  expect(await verified()).toContain("index.html: is not what rendering gives");
  const [store, number] = [new Store(process.env["TWINBOOT_STORE"] ?? ""), 1];
  const runs = new Runs(store.dir);
  const run = await runs.read(number);
  writeSite(store, run, await historyOf(runs.history(run)), dir);
  expect(await verified()).toMatch(/^0 /);
  expect(await readFile(join(dir, "index.html"), "utf8")).toContain("certificates/index.html");
  await writeFile(join(certificates, "other.html"), "a page of nobody");
  expect(await verified()).toContain("other.html: is no page of this run");
});

describe("a report does not hold", () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ["that lies nowhere", () => rm(dir, { recursive: true }), "no report lies there"],
    ["that is an empty folder", () => rm(join(dir, "index.html")), "no report lies there"],
    [
      "whose run.json is of another run",
      () => edit("run.json", (text) => text.replace('"run": 1', '"run": 2')),
      "run.json: is not",
    ],
    ["whose run.json is empty", () => writeFile(join(dir, "run.json"), ""), "run.json: is not"],
    [
      "whose words are others",
      () => edit("report.md", (text) => text.replace("fails", "passes")),
      "report.md: is not",
    ],
    [
      "whose script shows what it likes",
      () => appendFile(join(dir, "site.js"), "document.body.textContent = 'all pass';"),
      "site.js: is not",
    ],
    [
      "whose style hides rows",
      () => appendFile(join(dir, "style.css"), "tr{}"),
      "style.css: is not",
    ],
    [
      "with a page that is none of the run's",
      () => cp(join(dir, "index.html"), join(dir, "cells/forged.html")),
      "cells/forged.html: is no page of this run",
    ],
    [
      "with a page gone",
      async () => rm(join(dir, await cellPage())),
      ".html: is not what rendering gives",
    ],
    [
      "with a FIFO for a page",
      async () => {
        await rm(join(dir, "run.html"));
        execFileSync("mkfifo", [join(dir, "run.html")]);
      },
      "run.html: is not",
    ],
    [
      "with a link for a page, to the very same bytes",
      async () => {
        await rm(join(dir, "run.html"));
        await symlink(join(whole, "run.html"), join(dir, "run.html"));
      },
      "run.html: is not",
    ],
  ])("%s", async (_, change, words) => {
    await change();
    const told = await verified();
    expect(told).toMatch(/^1 /);
    expect(told).toContain(words);
  });
});

test("a read-only folder is read", async () => {
  await chmod(dir, 0o555);
  expect(await verified()).toMatch(/^0 /);
  await chmod(dir, 0o755);
});
