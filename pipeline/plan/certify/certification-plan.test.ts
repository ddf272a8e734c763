// The boots of a certification, planned from the profiles of this checkout: pure, nothing runs.

import { describe, expect, it } from "vitest";
import type { MachinePlatform } from "../../model/described/platform.ts";
import type { Profile } from "../../model/described/profile.ts";
import { stepsOf } from "../../model/work/plan.ts";
import { step } from "../../model/work/step.ts";
import { unpackKernel } from "../../steps/certify/unpack-kernel.ts";
import { servingHost } from "../../steps/boot/serving-host.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { host, pins as some } from "../../test/description-rig.ts";
import { checkout } from "../../work/session.ts";
import type { Pins } from "../matrix/pins.ts";
import { readDescriptions } from "../read/read-descriptions.ts";
import { required } from "../required.ts";
import { askedOf, type Early, earlyFor, modulesOf } from "./asked-of.ts";
import { certificationPlan, certificationSelection } from "./certification-plan.ts";

const all = readDescriptions(checkout);
const general = required(all.profiles.get("general"), "general");
const [head = ""] = all.installation.default.heads;
const pins: Pins = {
  ...some,
  heads: new Map([[head, { kind: "tarball", from: "linux.tar.xz", sha256: "0".repeat(64) }]]),
  hostImages: new Map([
    ["dom0", [{ name: "busybox", version: "1" }]],
    ["kvm-host", [{ name: "qemu-system-x86", version: "1:10.0.2" }]],
  ]),
};
const unpacked = step(
  unpackKernel,
  "x",
  { modules: modulesOf(general) },
  { given: constantStep("x", { files: [] }) },
);

type Planned = { readonly profile?: Profile; readonly early?: Early };

function planned(chosen?: readonly string[], { profile = general, early }: Planned = {}) {
  const asked = askedOf(all, profile, chosen, early);
  const selection = certificationSelection(all, asked);
  const arch = asked[0]?.booted.arch as "x86_64" | "i386";
  return certificationPlan({ all, host, pins, selection, unpacked, arch, asked });
}

describe("a certification is planned", () => {
  it("with one boot for each platform, of the very same kernel", () => {
    const { cells, skipped } = planned();
    expect(skipped).toEqual([]);
    expect(cells.map(({ platform }) => platform).toSorted()).toEqual(
      Object.keys(general.platforms).toSorted(),
    );
    expect(new Set(cells.map(({ kernel }) => kernel.id))).toEqual(new Set([unpacked.id]));
  });

  it("with hosts that boot our kernel, and guests that boot the one under test", () => {
    const { cells, hosting } = planned(["xen-pv-domu"]);
    const shared = stepsOf(cells.map(({ judged }) => judged)).find(
      ({ kind }) => kind.name === "boot-guests",
    );
    expect(shared?.inputs["kernel"]?.id).toBe(hosting?.built.id);
    expect(shared?.inputs["guestKernel"]?.id).toBe(unpacked.id);
    expect(shared?.inputs["guest"]?.kind.name).toBe("guest-with-modules");
  });

  it("without any kernel of ours where no guest is asked for", () => {
    const { cells, hosting } = planned(["bare-q35"]);
    expect(hosting).toBeUndefined();
    const kinds = stepsOf(cells.map(({ judged }) => judged)).map(({ kind }) => kind.name);
    expect(kinds).not.toContain("build-kernel");
  });

  it("of a 32-bit kernel under the same 64-bit host as any other", () => {
    const { cells, skipped, hosting } = planned(undefined, {
      profile: required(all.profiles.get("i386"), "i386"),
    });
    expect(skipped).toEqual([]);
    expect(cells.map(({ platform }) => platform).toSorted()).toEqual([
      "bare-i386-pae",
      "xen-pvh-domu-i386",
    ]);
    expect(hosting?.flavour).toBe("guest");
  });

  it.each([[["xen-pv-domu"]], [["xen-pv-domu", "xen-pv-dom0"]], [["kvm"]]])(
    "with more memory for a distribution's initramfs, of guests and of their hosts: %j",
    (names) => {
      const mib = 2 ** 20;
      const file = { name: "initrd.img", digest: "1".repeat(64), bytes: 40 * mib };
      const early = earlyFor({ file, unpackedBytes: 150 * mib }, []);
      expect(early.moreMiB).toBe(340);
      const memoryOf = (of?: Early) => {
        const { cells } = planned(names, of ? { early: of } : {});
        const shared = stepsOf(cells.map(({ judged }) => judged)).find(
          ({ kind }) => kind.name === "boot-guests",
        );
        type Shared = { host: MachinePlatform; guests: { memoryMiB: number }[] };
        const { host: under, guests } = required(shared, "boot").params as unknown as Shared;
        return [servingHost(under).memoryMiB, guests[0]?.memoryMiB ?? 0];
      };
      const [plain, roomier] = [memoryOf(), memoryOf(early)];
      expect(roomier).toEqual(plain.map((one) => one + 340));
    },
  );

  it("with the guest's PID 1 named on every command line where an initramfs has its own", () => {
    const early = { start: ["rdinit=/twinboot-init"], moreMiB: 0 };
    const { cells } = planned(undefined, { early });
    const kinds = new Set(["boot", "boot-guests"]);
    const boots = stepsOf(cells.map(({ judged }) => judged)).filter(({ kind }) =>
      kinds.has(kind.name),
    );
    const booted = boots.flatMap(
      ({ params: { platform, guests } }) =>
        (guests ?? [platform]) as unknown as readonly { cmdline: string[] }[],
    );
    expect(booted).toHaveLength(Object.keys(general.platforms).length);
    for (const { cmdline } of booted) expect(cmdline.at(-1)).toBe("rdinit=/twinboot-init");
  });

  it("with the drivers of a platform on its command line, and its mandatory tests asked of the judge", () => {
    const { cells } = planned(["xen-pvh-domu"]);
    const [cell] = cells;
    const guests = stepsOf(cells.map(({ judged }) => judged)).find(
      ({ kind }) => kind.name === "boot-guests",
    )?.params["guests"] as unknown as { cmdline: string[] }[];
    expect(guests[0]?.cmdline).toContain("tb.modules=xen_blkfront+xen_netfront");
    expect(cell?.judged.params["required"]).toMatchObject({
      by: "xen-pvh-domu",
      probes: expect.arrayContaining(["disk", "network"]),
    });
  });
});
