// A kernel of the user's, as a guest of the dom0 of the kernel under test.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { mustRun } from "../../tools/shell.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { soundXtf } from "../small-xtf.ts";
import { reported, twinboot } from "./cli-rig.ts";

/** Its console says so, and it powers itself off. */
async function builtGuest(): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(soundXtf)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await mustRun(["make", "-C", folder, "all"]);
  return join(folder, "tests/success/test-pv64-success");
}

function row(name: string, file: string): string {
  return `platform: ${name}
describes: a kernel of the user's
arch: x86_64
realness: foreign-guest
lane: nightly
entry: domu
host: xen-pv-dom0
type: pv
guest: { file: ${file} }
cpus: 1
memoryMiB: 64
cmdline: []
clocks: { boot: 20, silence: 20, cap: 60, drain: 1 }
evidence: { console: ["Test result: SUCCESS"] }
`;
}

describe("a guest that is a file of the user's", { tags: ["vm"] }, () => {
  it("passes by what it prints; one that is not there stops its own row, and no other", async () => {
    const folder = await temporaryFolder();
    await copyCheckout(folder);
    const platforms = { mine: await builtGuest(), gone: "/nowhere/kernel" };
    for (const [name, file] of Object.entries(platforms))
      await writeFile(join(folder, "images/platforms", `${name}.yaml`), row(name, file));
    const args = ["--head", "sid", "--series", "hypervisor-sysfs", "--platform", "mine,gone"];
    const { cells } = await reported(await twinboot(["run", ...args], {}, folder), folder);
    const seen = cells.map(({ series, platform, verdict }) => `${series} ${platform} ${verdict}`);
    expect(seen.toSorted()).toEqual([
      "base gone infra",
      "base mine pass",
      "hypervisor-sysfs gone infra",
      "hypervisor-sysfs mine pass",
    ]);
    const gone = cells.find(({ platform }) => platform === "gone");
    expect(gone?.finding?.summary).toContain("/nowhere/kernel cannot be read");
  });
});
