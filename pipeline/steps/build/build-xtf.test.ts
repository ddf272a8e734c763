// A tree that builds as XTF does, built in the sandbox from its git repository.
// @module-tag process

import { expect, test } from "vitest";
import type { BuiltXtf } from "../../model/described/xtf.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import { step } from "../../model/work/step.ts";
import type { Tree } from "../../test/git-rig.ts";
import { Served } from "../../test/served-rig.ts";
import { brokenXtf } from "../../test/small-xtf.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { mustRun } from "../../tools/shell.ts";
import { commitNow } from "../source/commit-now.ts";
import { buildXtf } from "./build-xtf.ts";

const toolchain = { compiler: "gcc 12.2.0", linker: "GNU ld 2.40", digest: "ab".repeat(32) };

type Built = {
  readonly outcome: Outcome<BuiltXtf>;
  /** A file of the archive. */
  readonly text: (path: string) => Promise<string>;
};

async function built(tree: Tree): Promise<Built> {
  const served = await Served.make();
  await served.branch(await served.rig.commit(tree, "tests"));
  const source = { git: `file://${served.dir}`, ref: "main" };
  const pin = await commitNow("twinboot.yaml: xtf", source);
  const store = await temporaryStore();
  const outcome = await outcomeOn(store, step(buildXtf, "xtf", { source, pin, toolchain }, {}));
  const archive = outcome.status === "pass" ? store.path(outcome.value.archive) : "";
  const text = (path: string) => mustRun(["bsdtar", "-xOf", archive, path]);
  return { outcome, text };
}

/** One more test, for HVM; `more`: behind its configuration. */
function withHvm(more = "", variations: readonly string[] = []): Tree {
  const info = { name: "both", category: "xsa", environments: ["hvm64"], variations };
  return {
    ...brokenXtf,
    Makefile: brokenXtf["Makefile"]?.replace("all:", "all: tests/both/test-hvm64-both") ?? "",
    "tests/both/ending.h": '#define SAYS ""\n#define ENDS poweroff\n',
    "tests/both/info.json": JSON.stringify(info),
    "tests/both/test-hvm64-both.cfg": `type="hvm"\nbuilder="hvm"\nfirmware_override="/xtf/tests/both/test-hvm64-both"\n${more}`,
  };
}

test("its tests are listed by the type of their domain, those for HVM as PVH too", async () => {
  const { text } = await built(withHvm());
  expect((await text("xtf/pv.list")).split("\n")).toContain("test-pv64-success");
  expect(await text("xtf/hvm.list")).toBe("test-hvm64-both\n");
  expect(await text("xtf/pvh.list")).toBe("test-hvm64-both\n");
  expect(await text("xtf/pv/test-pv64-hang.cfg")).toContain(
    'kernel="/xtf/tests/hang/test-pv64-hang"',
  );
});

test("for PVH its kernel is started by itself", async () => {
  const { text } = await built(withHvm());
  const pvh = await text("xtf/pvh/test-hvm64-both.cfg");
  expect(pvh).toContain('type="pvh"\n');
  expect(pvh).toContain('\nkernel="/xtf/tests/both/test-hvm64-both"\n');
  for (const no of ["builder", "firmware"]) expect(pvh).not.toContain(no);
});

test("what asks more of its domain asks it of HVM alone", async () => {
  const { text } = await built(
    withHvm('\n# Test Extra Configuration:\nviridian=["reference_tsc"]\n'),
  );
  expect(await text("xtf/hvm.list")).toBe("test-hvm64-both\n");
  expect(await text("xtf/pvh.list")).toBe("");
});

test("one that does not build is for who named it, with the compiler's words", async () => {
  const { outcome } = await built({ ...brokenXtf, "guest.S": "\tnonsense\n" });
  expect(outcome).toMatchObject({ finding: { reason: "build-failed", fault: "description" } });
  if (outcome.status === "fail") expect(outcome.finding.summary).toContain("nonsense");
});

test("one without a test that is run is none", async () => {
  const info = JSON.stringify({ name: "x", category: "utility", environments: [], variations: [] });
  const tree = {
    Makefile: "all:\ninstall:\n\tmkdir -p dist/xtf\n\tcp -r tests dist/xtf\n",
    "tests/x/info.json": info,
  };
  const { outcome } = await built(tree);
  expect(outcome).toMatchObject({ finding: { fault: "description" } });
});
