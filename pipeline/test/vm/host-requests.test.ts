import { describe, expect, it } from "vitest";
import { judgedShared, type Shared, type SharedSeen, withWords } from "./shared-rig.ts";

const both = ["xen-pv-domu", "xen-pvh-domu"];
const moved = ["xen-pv-domu-moved", "xen-pvh-domu-moved"];

type GuestResult = Omit<SharedSeen, "because">;

function failed(platforms: readonly string[], tests: string): GuestResult[] {
  const summary = expect.stringMatching(tests) as string;
  return platforms.map((platform) => ({ platform, verdict: "fail: test-failed", summary }));
}

function withoutDisks({ host, guests }: Shared): Shared {
  return { host, guests: guests.map((guest) => Object.assign({}, guest, { disks: [] })) };
}

describe("what a dom0 does to its guests, made wrong", { tags: ["vm", "nightly"] }, () => {
  it("is seen: a host that says that it is done, and did nothing", async () => {
    const seen = await judged(both, withWords({ host: ["tb.fault=liar-host"] }));
    expect(seen).toEqual(
      failed(both, "3 of \\d+ tests failed: host-memory, host-cpus, host-shutdown"),
    );
    const ofMoves = await judged(
      moved,
      withWords({ host: ["tb.fault=liar-host"], guest: ["tb.probes=save-restore+migrate"] }),
    );
    expect(ofMoves).toEqual(failed(moved, "2 of \\d+ tests failed: save-restore, migrate"));
  });

  it("is seen: a host that does not answer", async () => {
    const words = withWords({ host: ["tb.fault=deaf-host"], guest: ["tb.probes=files+host-cpus"] });
    expect(await judged(both, words)).toEqual(failed(both, "failed: host-cpus"));
  });

  it.each([
    ["disk-bit", "disk"],
    ["no-flush", "disk"],
    ["frame-bit", "network"],
    ["balloon-page", "host-memory"],
    ["unheard", "host-shutdown"],
  ])("is seen: %s, by %s", async (fault, probe) => {
    const guest = [`tb.fault=${fault}`, `tb.probes=files+${probe}`];
    expect(await judged(both, withWords({ guest }))).toEqual(
      failed(both, `1 of \\d+ tests failed: ${probe}`),
    );
  });

  it.each(["moved-page", "moved-timer", "moved-clock"])(
    "is seen: %s, by save-restore",
    async (fault) => {
      const guest = [`tb.fault=${fault}`, "tb.probes=files+save-restore"];
      expect(await judged(moved, withWords({ guest }))).toEqual(
        failed(moved, "1 of \\d+ tests failed: save-restore"),
      );
    },
  );

  it("is seen: memory that came and that nobody took online, by memory-hotplug", async () => {
    const guest = ["tb.fault=memory-offline", "tb.probes=files+memory-hotplug"];
    expect(await judged(both, withWords({ guest }))).toEqual(
      failed(both, "1 of \\d+ tests failed: memory-hotplug"),
    );
  });

  it("is seen: a panic, which the hypervisor reports as a crash", async () => {
    const seen = await judged(both, withWords({ guest: ["tb.fault=panic"] }));
    const summary = expect.stringContaining("the hypervisor reports: crash") as string;
    expect(seen).toEqual(both.map((platform) => ({ platform, verdict: "fail: panic", summary })));
  });

  it("is seen: a line that a full console lost", async () => {
    const guest = ["tb.fault=lost-line", "tb.probes=files+console-load"];
    const summary = expect.stringContaining("the first is number 150") as string;
    expect(await judged(both, withWords({ guest }))).toEqual(
      both.map((platform) => ({ platform, verdict: "infra: lost-output", summary })),
    );
  });

  it("is seen: a disk that the platform must have, and that is not there", async () => {
    expect(await judged(both, withoutDisks)).toEqual(
      both.map((platform) => ({
        platform,
        verdict: "fail: test-skipped",
        summary: `the test disk was skipped: no disk named tb-probe or xvdp; ${platform} must have it`,
      })),
    );
  });

  it("is seen: a probe by a name that none has", async () => {
    const guest = ["tb.probes=files+host-memmory"];
    expect(await judged(both, withWords({ guest }))).toEqual(failed(both, "failed: probes"));
  });
});

/** However each was ended. */
async function judged(
  platforms: readonly string[],
  change: (shared: Shared) => Shared,
): Promise<GuestResult[]> {
  const seen = await judgedShared(platforms, change);
  return seen.map(({ platform, verdict, summary }) => ({ platform, verdict, summary }));
}
