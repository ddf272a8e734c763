// What a patch adds and the head has already, in other words or another place.
// @module-tag process

import { describe, expect, test } from "vitest";
import { twiceAlarms } from "./applied-twice.ts";
import {
  alarms,
  attach,
  detach,
  onHead,
  source,
  sources,
  withCall,
} from "../../test/misapply-rig.ts";

const lists = (names: string[]) => ({
  Makefile: names.map((name) => `obj-y += ${name}.o\n`).join(""),
});

describe.concurrent("what stands there twice", () => {
  const helper = `static void demo_report(struct demo *demo)
{
	dev_info(demo->dev, "attached: %d", demo->attached);
	trace_demo_report(demo, demo->attached);
	atomic_inc(&demo->reports);
}
`;

  test("is seen as text", async () => {
    const block =
      "dev_info(demo->dev, demo->name);\n\ttrace_demo(demo, demo->attached);\n\tatomic_inc(&demo->reports);";
    const authored = source({ attach: withCall(block) });
    const head = { detach: detach.replace("\tmutex_lock", `\t${block}\n\tmutex_lock`) };
    expect(await onHead(head, authored)).toEqual([
      "twice: what it adds stands there 2 times now: dev_info(demo->dev, demo->name);",
    ]);
  });

  test("is seen as a definition, though its text is another", async () => {
    const other = helper.replace("attached: %d", "on: %d");
    const authored = source({ attach: `${helper}\n${attach}` });
    expect(await onHead({ between: other }, authored)).toEqual([
      "twice: demo_report is defined there twice now",
    ]);
  });

  test("is found without the author's tree at hand", async () => {
    const authored = source({ attach: `${helper}\n${attach}` });
    const found = await alarms(
      sources(source()),
      sources(authored),
      sources(source({ between: helper })),
      false,
    );
    expect(found.map(({ alarm }) => alarm)).toEqual(["twice"]);
  });

  test("is none where it stands once, though the patch does not apply to its author's base", () => {
    const lines = helper.match(/.*\n/g)?.map((line) => `+${line}`) ?? [];
    const hunks = [{ header: "@@ -1,0 +2,6 @@", oldStart: 1, newStart: 2, lines }];
    const on = (result: string) => twiceAlarms("demo.c", { authored: "", result }, hunks);
    expect(on(helper)).toEqual([]);
    expect(on(helper + helper).map(({ alarm }) => alarm)).toEqual(["twice"]);
  });

  test("is seen in a Makefile", async () => {
    const found = await alarms(
      lists(["a", "b", "c", "d", "e"]),
      lists(["a", "b", "n", "c", "d", "e"]),
      lists(["n", "z", "y", "x", "a", "b", "c", "d", "e"]),
    );
    expect(found.map(({ says }) => says)).toEqual([
      "what it adds stands there 2 times now: obj-y += n.o",
    ]);
  });

  test("is none where the author moves lines, or has them twice himself", async () => {
    const head = sources(source().replace("GPL-2.0", "GPL-2.0-only"));
    const moved = source({ attach: `${detach}\n${attach}`, detach: "static int demo_last;\n" });
    expect(await alarms(sources(source()), sources(moved), head)).toEqual([]);
    const block =
      "dev_info(demo->dev, demo->name);\n\ttrace_demo(demo, demo->attached);\n\tatomic_inc(&demo->reports);";
    const both = source({
      attach: withCall(block),
      detach: detach.replace("\tmutex_lock", `\t${block}\n\tmutex_lock`),
    });
    expect(await alarms(sources(source()), sources(both), head)).toEqual([]);
  });

  test("is none of lines that are everywhere", async () => {
    const check = "if (ret)\n\t\treturn ret;\n\tret = 0;";
    const head = { detach: detach.replace("\tmutex_lock", `\t${check}\n\tmutex_lock`) };
    expect(await onHead(head, source({ attach: withCall(check) }))).toEqual([]);
  });
});
