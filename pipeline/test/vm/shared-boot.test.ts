import { describe, expect, it } from "vitest";
import type { GuestPlatform } from "../../model/described/platform.ts";
import { judgedShared, type Shared } from "./shared-rig.ts";

describe("a boot that dom0 shares among its guests", { tags: ["vm"] }, () => {
  it("judges each by its own record: one that hangs is destroyed, and the next one passes", async () => {
    const seen = await judged(({ host, guests }) => ({ host, guests: guests.map(hangingPv) }));
    expect(seen).toEqual([
      { platform: "xen-pv-domu", verdict: "fail: hang", because: "silence" },
      { platform: "xen-pvh-domu", verdict: "pass", because: "power-off" },
    ]);
  });

  it("blames no guest for a dom0 that dies before it: they are blocked", async () => {
    const seen = await judged(({ host, guests }) => ({
      host: { ...host, cmdline: [...host.cmdline, "rdinit=/nothing"] },
      guests,
    }));
    expect(seen).toEqual([
      { platform: "xen-pv-domu", verdict: "blocked: not-reached", because: "not-reached" },
      { platform: "xen-pvh-domu", verdict: "blocked: not-reached", because: "not-reached" },
    ]);
  });
});

/** Its clocks are short, so that the test does not wait for theirs. */
function hangingPv(guest: GuestPlatform): GuestPlatform {
  if (guest.platform !== "xen-pv-domu") return guest;
  const clocks = { ...guest.clocks, silence: 3 };
  return { ...guest, clocks, cmdline: [...guest.cmdline, "tb.fault=hang"] };
}

/** Without the finding's words. */
async function judged(change: (shared: Shared) => Shared) {
  const seen = await judgedShared(["xen-pv-domu", "xen-pvh-domu"], change);
  return seen.map(({ platform, verdict, because }) => ({ platform, verdict, because }));
}
