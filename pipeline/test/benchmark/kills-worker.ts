// node kills-worker.ts FOLDER N: a small run by the real session and steps, done anew for each N: an import, a rebase, two
// kernels that make builds, two programs, a boot. Prints what it came to. It is what ./kills.ts kills.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { digestOf } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { PatchFile } from "../../model/described/series.ts";
import { type NoInputs, type Step, step, type StepKind } from "../../model/work/step.ts";
import { buildCounter } from "../../steps/build/build-counter.ts";
import { buildGuest } from "../../steps/build/build-guest.ts";
import { importHead } from "../../steps/source/import-head.ts";
import { rebaseSeries } from "../../steps/rebase-series.ts";
import { closedMachine, VirtualMachine } from "../../tools/qemu.ts";
import { withSession } from "../../work/session.ts";
import { smallHead, smallKernel } from "../small-tree.ts";

const [folder = "", n = "0"] = process.argv.slice(2);

/** A machine of the door that every boot goes through; its firmware finds nothing to boot, and it is ended. */
const bootNothing: StepKind<{ n: string; qemu: string }, NoInputs, Json> = {
  name: "boot-nothing",
  version: 1,
  nature: "recorded",
  pool: "vm",
  async run({ keepBytes }, { n: of, qemu }) {
    const args = [...closedMachine, "-machine", "q35", "-accel", "tcg", "-m", "32"];
    const machine = await VirtualMachine.start(
      { binary: qemu, args, consoles: ["com1"] },
      () => {},
    );
    await sleep(500);
    machine.kill();
    await machine.ended;
    return pass(await keepBytes(`boot ${of}`, "console.log"));
  },
};

const failed = await withSession({}, async (session) => {
  const { toolchain, qemu } = session.host;
  const text = `int main(void) { return ${Number(n) % 7}; } /* ${n} */\n`;
  const from = archive();
  const pin = { kind: "tarball", from, sha256: digestOf(readFileSync(from)) } as const;
  const head = step(importHead, "head", { pin }, {});
  const of = { series: "s", patches: [patch()], resolutions: [] };
  const params = { sources: { "init.c": text }, compiler: "gcc", toolchain };
  const rebased = step(rebaseSeries, "s", of, { head, writtenOn: head });
  const targets = [
    smallKernel(head, head),
    smallKernel(rebased, head),
    step(buildGuest, "guest", params, {}),
    step(buildCounter, "counter", { source: text, toolchain }, {}),
    step(bootNothing, "machine", { n, qemu: qemu.path }, {}),
  ] as Step[];
  const traces = await session.run(targets, () => undefined);
  const outcomes = targets.map(({ id, label }) => ({ label, outcome: traces.get(id)?.outcome }));
  return outcomes.filter(({ outcome }) => outcome?.status !== "pass");
});
process.stdout.write(failed.length ? `${JSON.stringify(failed)}\n` : "finished\n");
process.exitCode = failed.length ? 1 : 0;

/** The same N gives the same bytes. */
function archive(): string {
  const dir = join(folder, `tree-${n}`);
  mkdirSync(join(dir, "linux/sub"), { recursive: true });
  const version = "VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 0\n";
  // A second's work for a compiler.
  const functions = Array.from(
    { length: 8000 },
    (_, at) => `int f${at}(int x) { return x * ${at}; }\n`,
  );
  const files = {
    ...smallHead,
    Makefile: version + smallHead.Makefile,
    "a.c": `${smallHead["a.c"]}/* ${n} */\n${functions.join("")}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, "linux", name), text);
  for (let at = 0; at < 300; at += 1)
    writeFileSync(join(dir, `linux/sub/${at}`), `${n} ${at}\n`.repeat(2000));
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  const path = join(folder, `linux-${n}.tar`);
  execFileSync("tar", [...same, "-C", dir, "-cf", path, "linux"]);
  return path;
}

function patch(): PatchFile {
  const text = `From 0123 Mon Sep 17 00:00:00 2001
From: A <a@example.org>
Date: Tue, 14 Nov 2023 22:13:20 +0000
Subject: [PATCH 1/1] change it

Because.
---
diff --git a/b.c b/b.c
--- a/b.c
+++ b/b.c
@@ -1,2 +1,2 @@
 #include <shared.h>
-const int b = 2 * WORD;
+const int b = 3 * WORD;
-- 
2.39.5
`;
  return { name: "one.patch", text, digest: digestOf(text) };
}
