// @module-tag process

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderOf, importedFrom, mail, newFile } from "../../test/exchange-rig.ts";
import { importSeries } from "./import-series.ts";
import { replaceSeries } from "./replaced-series.ts";
import { readSource } from "./source.ts";

const part = (n: string, name: string): string =>
  mail(`[PATCH ${n}] ${name}`, `---\n${newFile(name)}`);
const letter = (id: string): string => mail("[PATCH v2 0/1] All", `Words.\n\nchange-id: ${id}\n`);

async function first() {
  const files = await importedFrom({ "v.mbox": part("1/2", "one") + part("2/2", "two") }, "v.mbox");
  const [id = ""] = /\d{8}-s-[0-9a-f]{12}/.exec(files["series.yaml"] ?? "") ?? [];
  const said = `${files["series.yaml"]}upstream: { two.patch: { status: pending, why: x } }\n`;
  const dir = await folderOf({ ...files, "series.yaml": said, kconfig: "CONFIG_X=y\n" });
  return { dir, id };
}

async function next(text: string) {
  const from = await folderOf({ "v.mbox": text }, "v.mbox");
  return importSeries(await readSource(from), { series: "s", base: "sid" });
}

test("the next version replaces patches and letter; what was said about the series here stays", async () => {
  const { dir, id } = await first();
  const notes = await replaceSeries(dir, await next(letter(id) + part("1/1", "three")));
  const files = await readdir(dir);
  expect(files.toSorted()).toEqual(["cover.md", "kconfig", "series", "series.yaml", "three.patch"]);
  expect(await readFile(join(dir, "series"), "utf8")).toBe("three.patch\n");
  expect(await readFile(join(dir, "series.yaml"), "utf8")).toContain(id);
  expect(notes).toEqual([expect.stringContaining("take two.patch out of upstream")]);
});

test("without a letter of its own it keeps the old one, and says so", async () => {
  const { dir } = await first();
  await writeFile(join(dir, "cover.md"), "# Old\n");
  const notes = await replaceSeries(dir, await next(part("1/1", "two")));
  expect(await readFile(join(dir, "cover.md"), "utf8")).toBe("# Old\n");
  expect(notes).toEqual([expect.stringContaining("cover.md is the old version's")]);
});

test("a letter with another change-id is another series, and nothing is written", async () => {
  const { dir } = await first();
  const other = await next(letter("20260102-other-0123456789ab") + part("1/1", "three"));
  await expect(replaceSeries(dir, other)).rejects.toThrow("it is a different series");
  expect(await readFile(join(dir, "series"), "utf8")).toBe("one.patch\ntwo.patch\n");
});

test("the commit that mails name as their base is kept, and goes with a version that names none", async () => {
  const { dir } = await first();
  const [one, two] = ["1".repeat(40), "2".repeat(40)];
  const based = (commit: string): string =>
    part("1/1", "two").replace(/\n$/, `\nbase-commit: ${commit}\n-- \n2.39\n`);
  await replaceSeries(dir, await next(based(one)));
  const yaml = async (): Promise<string> => readFile(join(dir, "series.yaml"), "utf8");
  expect(await yaml()).toContain(`base-commit: "${one}"`);
  await replaceSeries(
    dir,
    await next(
      `${letter("x").replace("change-id: x", `---\nbase-commit: ${two}`)}${part("1/1", "two")}`,
    ),
  );
  expect(await yaml()).toContain(two);
  await replaceSeries(dir, await next(part("1/1", "two")));
  expect(await yaml()).not.toContain("base-commit");
  expect(await yaml()).toContain("status: pending");
});
