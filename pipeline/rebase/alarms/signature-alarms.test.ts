// A symbol that a patch calls, and that is called in another way on the head.
// @module-tag process

import { describe, expect, test } from "vitest";
import type { Tree } from "../../test/git-rig.ts";
import { alarms, patched, source, sources, told, withCall } from "../../test/misapply-rig.ts";

const header = (text: string): Tree => ({
  "arch/x86/xen/demo.h": `#include <xen/log.h>\n${text}`,
});

async function inHeaders(base: Tree, head: Tree, authored = patched): Promise<string[]> {
  return told(
    await alarms(sources(source(), base), sources(authored, base), sources(source(), head)),
  );
}

describe.concurrent("a symbol that is called in another way", () => {
  const log = "void demo_log(struct demo *demo, int level);\n";
  const changed = "void demo_log(struct demo *demo, const char *why);\n";
  const says =
    "signature-changed: demo_log was void (struct demo *, int) on the base and is void (struct demo *, char *) here";

  test.each([
    ["beside the file", header(log), header(changed)],
    ["under include/", { "include/linux/demo.h": log }, { "include/linux/demo.h": changed }],
    [
      "of the architecture",
      { "arch/x86/include/uapi/linux/demo.h": log },
      { "arch/x86/include/uapi/linux/demo.h": changed },
    ],
    [
      "that a header includes",
      { ...header(""), "include/xen/log.h": log },
      { ...header(""), "include/xen/log.h": changed },
    ],
  ])("is found in a header %s", async (_, base, head) => {
    expect(await inHeaders(base, head)).toEqual([says]);
  });

  test("is found in the file itself", async () => {
    const [base, head] = [`static ${log}`, `static ${changed}`].map((between) =>
      sources(source({ between })),
    );
    const authored = sources(
      source({ between: `static ${log}`, attach: withCall("demo_log(demo, 1);") }),
    );
    if (!base || !head) throw new Error("no trees");
    expect(told(await alarms(base, authored, head))).toEqual([says]);
  });

  test("is found where a macro takes other arguments", async () => {
    expect(
      await inHeaders(
        header("#define demo_log(d, l) a(d, l)\n"),
        header("#define demo_log(d) a(d)\n"),
      ),
    ).toEqual([
      "signature-changed: demo_log was a macro of (2 arguments) on the base and is a macro of (1 argument) here",
    ]);
  });

  test("is found in a new file too", async () => {
    const made = {
      "arch/x86/xen/new.c": '#include "demo.h"\nint a(void)\n{\n\tdemo_log(NULL, 1);\n}\n',
    };
    const found = await alarms(header(log), { ...header(log), ...made }, header(changed));
    expect(told(found)).toEqual([says]);
  });

  test("is none where names, comments, const or the header itself differ only", async () => {
    expect(
      await inHeaders(
        header(log),
        header("/* int demo_log(int a); */\nextern void demo_log(struct demo *d, int l);\n"),
      ),
    ).toEqual([]);
    expect(await inHeaders(header(log), header(`${log}void demo_more(void);\n`))).toEqual([]);
  });

  test("is none where a stub beside it still suits, or the patch does not call it", async () => {
    expect(
      await inHeaders(header(log), header(`#ifdef A\n${changed}#else\n${log}#endif\n`)),
    ).toEqual([]);
    const quiet = source({ attach: withCall("demo->level = 1; /* not demo_log(demo, 1) */") });
    expect(await inHeaders(header(log), header(changed), quiet)).toEqual([]);
  });
});
