// Packages of other architectures: named where they are missing, and only for what was chosen.

import { expect, test, vi } from "vitest";
import { descriptionsWith } from "../test/description-rig.ts";
import { missingPackages } from "./host-for.ts";

const arm = `architecture: arm64
describes: Arm
make: arm64
target: Image
image: arch/arm64/boot/Image
machine: aarch64
cross: aarch64-linux-gnu-
guest: arm64
emulator: qemu-system-aarch64
packages: { qemu-system-aarch64: qemu-system-arm }
crossPackages:
  aarch64-linux-gnu-gcc: gcc-aarch64-linux-gnu
  aarch64-linux-gnu-ld: gcc-aarch64-linux-gnu
`;

test("each package is named once, and none of an architecture that is not asked for", async () => {
  const all = await descriptionsWith({ "images/architectures/arm64.yaml": arm });
  vi.stubEnv("PATH", "/nowhere");
  expect(await missingPackages(all, ["x86_64"], "x86_64")).toEqual([]);
  expect(await missingPackages(all, ["x86_64", "arm64"], "x86_64")).toEqual([
    "qemu-system-arm",
    "gcc-aarch64-linux-gnu",
  ]);
  vi.unstubAllEnvs();
});

test("a machine of that architecture needs no cross compiler", async () => {
  const all = await descriptionsWith({ "images/architectures/arm64.yaml": arm });
  vi.stubEnv("PATH", "/nowhere");
  expect(await missingPackages(all, ["arm64"], "aarch64")).toEqual(["qemu-system-arm"]);
  vi.unstubAllEnvs();
});
