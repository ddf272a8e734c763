// A patch that applied, and may be wrong all the same: what its hunks stand in.
// @module-tag process

import { describe, expect, test } from "vitest";
import { parsePatch } from "../../parse/patch/patch.ts";
import { GitRig } from "../../test/git-rig.ts";
import {
  alarms,
  attach,
  detach,
  onHead,
  patched,
  path,
  source,
  sources,
  told,
  withCall,
} from "../../test/misapply-rig.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { misapplyAlarms } from "./misapply-alarms.ts";

describe.concurrent("a function that is no longer the same", () => {
  test("is named with how much of it", async () => {
    const other = attach
      .replace("\t\treturn ret;\n", "\t\tgoto out;\n")
      .replace("demo_map(demo)", "demo_map(demo, 0)");
    const found = await alarms(
      sources(source()),
      sources(patched),
      sources(source({ attach: other })),
    );
    expect(told(found)).toEqual([
      "function-changed: demo_attach() is not as the patch was written for: outside of its hunks this head lacks 2 lines of the base and has 2 lines that the base lacks",
    ]);
    expect(found[0]).toMatchObject({
      path,
      header: expect.stringMatching(/^@@ .* @@ static int demo_attach/),
    });
  });

  test("is named once for all its hunks", async () => {
    const long = attach.replace(
      "\n\tmutex_lock",
      `${"\n\tdemo_step(demo);".repeat(9)}\n\tmutex_lock`,
    );
    const twoHunks = long
      .replace("\tint ret;", "\tint ret = 0;")
      .replace("\treturn 0;", "\treturn ret;");
    const head = long.replace(
      "demo_step(demo);\n\tdemo_step(demo);\n\tmutex",
      "demo_step(demo);\n\tdemo_leap(demo);\n\tmutex",
    );
    const [base, authored, onto] = [long, twoHunks, head].map((text) =>
      sources(source({ attach: text })),
    );
    if (!base || !authored || !onto) throw new Error("no trees");
    const found = await alarms(base, authored, onto);
    expect(found.map(({ alarm }) => alarm)).toEqual(["function-changed"]);
  });

  test("is not one where only comments and white space changed", async () => {
    const other = attach
      .replace("\tint ret;\n", "\tint ret; /* an error */\n")
      .replace("ret = demo_map", "ret  =  demo_map");
    expect(await onHead({ attach: other })).toEqual([]);
  });

  test("is not one where another function changed, or lines moved", async () => {
    const other = detach.replace("demo_unmap(demo)", "demo_unmap(demo, 1)");
    expect(await onHead({ detach: other })).toEqual([]);
    expect(
      await onHead({ between: "static int a;\nstatic int b;\nstatic int c;\nstatic int d;\n" }),
    ).toEqual([]);
  });
});

const row = (name: string) =>
  `config ${name}\n\tbool\n\tdefault y\n\tdepends on PCI\n\tselect A\n\n`;

describe.concurrent("a hunk in another place", () => {
  test("is seen where the function lost its lines to another one", async () => {
    const gone = attach.replace(/\tmutex_lock[^]*lock\);\n\n/, "\tdemo_start(demo);\n\n");
    const now = `static void demo_set(struct demo *demo)
{
	mutex_lock(&demo->lock);
	demo->attached = true;
	mutex_unlock(&demo->lock);

	return 0;
}
`;
    expect(
      await onHead(
        { attach: gone, between: now },
        source({ attach: withCall("demo_log(demo, 1);") }),
      ),
    ).toEqual(["other-function: written for demo_attach(), it went into demo_set()"]);
  });

  test("says where the head has no such function", async () => {
    const renamed = attach.replace("demo_attach", "demo_bind");
    expect(await onHead({ attach: renamed })).toEqual([
      "other-function: written for demo_attach(), it went into demo_bind(): this head has no demo_attach()",
    ]);
  });

  test("is seen in an entry of Kconfig", async () => {
    const [base, authored] = [
      row("XEN_A"),
      row("XEN_A").replace("\tselect A", "\tselect B\n\tselect A"),
    ];
    const head = row("XEN_OTHER");
    const found = await alarms({ Kconfig: base }, { Kconfig: authored }, { Kconfig: head });
    expect(told(found)).toEqual([
      "other-function: written for config XEN_A, it went into config XEN_OTHER: this head has no config XEN_A",
    ]);
  });
});

const text = (name: string) => Array.from({ length: 30 }, (_, n) => `${name} ${n}\n`).join("");

describe.concurrent("a clean case", () => {
  test("has no alarm on its own base, nor where other files changed", async () => {
    expect(await onHead({})).toEqual([]);
    const found = await alarms(
      sources(source()),
      sources(patched),
      sources(source(), { other: "1\n" }),
    );
    expect(found).toEqual([]);
  });

  test("has none in what is no source", async () => {
    const found = await alarms(
      { a: text("a") },
      { a: text("a").replace("a 15\n", "b 15\n") },
      { a: text("a").replace("a 1\n", "c 1\n") },
    );
    expect(found).toEqual([]);
  });

  test("has none for a hunk that had landed before", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit(sources(source()), "base");
    const author = await rig.commit(sources(patched), "the patch", base);
    const [file] = await rig.patches(base, author);
    const patch = file && parsePatch(file.text);
    const header = patch?.files[0]?.hunks[0]?.header;
    if (!patch || !header) throw new Error("no patch");
    const head = await rig.commit(
      sources(source({ attach: withCall("demo_log(demo, 1);").replace("ret;\n\n", "err;\n\n") })),
      "head",
    );
    const db = ObjectDatabase.of(rig.git.dir);
    const places = [{ path, header, state: "landed" as const }];
    const asked = { db, base: base.tree, head: head.tree, result: head.tree, patch };
    expect(await misapplyAlarms({ ...asked, places })).toEqual([]);
    expect(await misapplyAlarms({ ...asked, places: [] })).not.toEqual([]);
  });
});
