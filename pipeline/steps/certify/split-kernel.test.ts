// A kernel that its distribution splits into packages, unpacked by the real tools in the real sandbox.
// @module-tag process

import { join } from "node:path";
import { expect, test } from "vitest";
import { step } from "../../model/work/step.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { bootImage, debOf, kept, packageRoot, release } from "../../test/kernel-package-rig.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { mustRun } from "../../tools/shell.ts";
import { constantStep } from "../constant-step.ts";
import { unpackKernel } from "./unpack-kernel.ts";

const store = await temporaryStore();

test("a kernel may be several packages, with all they hold below /usr/lib/modules, as Debian's since Linux 7.2", async () => {
  const folder = await temporaryFolder();
  await packageRoot(folder, await bootImage(folder));
  const line = `
split() { mkdir -p $1/usr/lib/modules/${release}; mv "\${@:3}" $1/usr/lib/modules/${release}/$2; }
split binary vmlinuz root/boot/vmlinuz-*
split base config root/boot/config-*
split base "" root/lib/modules/*/modules.builtin
split modules "" root/lib/modules/*/kernel
mkdir image`;
  await mustRun(["bash", "-euc", line], { cwd: folder });
  const names = ["image", "base", "binary", "modules"].map((one) => join(folder, one));
  const debs = await Promise.all(names.map(async (one) => debOf(one, `${one}.deb`)));
  const files = await Promise.all(debs.map(async (path) => kept(store, path)));
  const given = constantStep("x", { files });
  const outcome = await outcomeOn(store, step(unpackKernel, "x", { modules: ["disk"] }, { given }));
  expect(outcome.status === "pass" ? outcome.value : outcome).toMatchObject({
    release,
    packages: debs.map(() => ({ name: "linux-image-test" })),
    complaints: [],
    modules: { files: [{ path: "kernel/disk.ko" }] },
  });
});
