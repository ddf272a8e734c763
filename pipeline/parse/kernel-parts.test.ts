// Depends of Debian's kernels, as bookworm and sid have them.

import { expect, test } from "vitest";
import { stanzas } from "./apt.ts";
import { kernelParts } from "./kernel-parts.ts";

function partsOf(fields: string): string[] {
  const [kernel = new Map<string, string>()] = stanzas(fields);
  return kernelParts(kernel);
}

test("a kernel in one package is that package", () => {
  const depends = "kmod, linux-base (>= 4.3~), initramfs-tools (>= 0.120+deb8u2) | dracut";
  expect(
    partsOf(`Package: linux-image-6.1.0-57-amd64\nVersion: 6.1.192-3\nDepends: ${depends}`),
  ).toEqual(["linux-image-6.1.0-57-amd64"]);
});

test("a kernel that was split is those of its release in its version", () => {
  const parts = ["base", "binary", "modules"].map((one) => `linux-${one}-7.2.13+deb14-amd64`);
  const depends = [
    "dracut | initramfs-tools (>= 0.120+deb8u2)",
    ...parts.map((one) => `${one} (= 7.2.13-1)`),
    "linux-base (= 7.2.13-1)",
    "linux-headers-7.2.13+deb14-amd64 (= 7.2.12-1)",
  ];
  expect(
    partsOf(
      `Package: linux-image-7.2.13+deb14-amd64\nVersion: 7.2.13-1\nDepends: ${depends.join(", ")}`,
    ),
  ).toEqual(["linux-image-7.2.13+deb14-amd64", ...parts]);
});

test("a package that is not named as a kernel is itself alone", () => {
  expect(partsOf("Package: memtest86+\nVersion: 6-1\nDepends: grub-86+ (= 6-1)")).toEqual([
    "memtest86+",
  ]);
});
