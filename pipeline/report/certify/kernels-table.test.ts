import { describe, expect, it } from "vitest";
import { kernelRows } from "../../model/certify/listed-kernels.ts";
import { certificationFixture } from "../../test/certification-fixture.ts";
import { kernelsTable } from "./kernels-table.ts";

const listed = [
  { suite: "bookworm", package: "linux-image-amd64", profile: "general" },
  { suite: "sid", package: "linux-image-amd64", profile: "general" },
  { suite: "sid", package: "linux-image-686-pae", profile: "i386" },
];
const { product } = certificationFixture;
const found = {
  ...certificationFixture,
  product: { ...product, asked: "bookworm/linux-image-amd64" },
};
const platforms = new Map([
  ["general", ["kvm", "xen-pv-domu", "bare-q35", "xen-pv-dom0"]],
  ["i386", ["bare-i386-pae"]],
]);

describe("the kernels of an installation", () => {
  it("have the newest certificate of their profile, and none that is for a part of it", () => {
    const older = { ...found, date: "2026-11-01T12:00:00.000Z", word: "certified" as const };
    const newer = { ...found, date: "2026-12-01T12:00:00.000Z" };
    const part = { ...newer, profile: { ...found.profile, untried: ["kvm"] } };
    const { image } = found.kernel;
    const early = { ...newer, kernel: { ...found.kernel, initramfs: image }, date: "2027-01-01" };
    const other = { ...newer, profile: { ...found.profile, name: "i386" } };
    expect(kernelRows(listed, [part, newer, older, other, early])).toEqual([
      { ...listed[0], found: newer },
      listed[1],
      listed[2],
    ]);
  });

  it("are a table for each profile: what was not tried says so, and no cell of it is filled", () => {
    const rows = kernelRows(listed, [found]);
    expect(kernelsTable(rows, platforms)).toBe(
      [
        "Profile `general`:",
        "",
        "| kernel | version | kvm | xen-pv-domu | bare-q35 | xen-pv-dom0 | in all | on |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "| bookworm `linux-image-amd64` | `6.1-1` | yes | **no** | with exceptions | n/a | **no** | 2026-11-29 |",
        "| sid `linux-image-amd64` |  |  |  |  |  | not tried |  |",
        "",
        "- bookworm `linux-image-amd64` on xen-pv-domu: disk was skipped: no disk named xvdp",
        "- bookworm `linux-image-amd64` on bare-q35: allowed by `a-fault` until 2027-01-02",
        "- bookworm `linux-image-amd64` on xen-pv-dom0: CONFIG\\_XEN\\_DOM0 is not set: it is no control domain",
        "",
        "Tried with QEMU 7.2.22 (), xen 4.17.5.",
        "",
        "Profile `i386`:",
        "",
        "| kernel | version | bare-i386-pae | in all | on |",
        "| --- | --- | --- | --- | --- |",
        "| sid `linux-image-686-pae` |  |  | not tried |  |",
      ].join("\n"),
    );
  });

  it("say where a suite has no such package", () => {
    const [, row = { suite: "", package: "", profile: "" }] = listed;
    const rows = [{ ...row, absent: "the suite sid has no package linux-image-amd64" }];
    expect(kernelsTable(rows, platforms)).toContain(
      "|  | the suite sid has no package linux-image-amd64 |  |",
    );
  });
});
