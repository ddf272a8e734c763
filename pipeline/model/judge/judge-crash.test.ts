import { expect, test } from "vitest";
import { reportedCrash, withReport } from "./judge-crash.ts";
import type { HostWitness } from "./judge-host.ts";

const nonce = "00112233445566aa";
const console = { name: "host.log", lines: [], segments: [], faults: [] };
const quiet = {
  console,
  records: { records: [], damaged: [] },
  nonce,
  loadLines: new Set<number>(),
};

/** A host that said this of how its guests ended. */
function hostSaying(...ends: string[]): HostWitness {
  const records = ends.map((value, seq) => {
    const body = { record: "fact", name: "guest.ended", value } as const;
    return { line: seq + 1, nonce, seq, body };
  });
  return { ...quiet, records: { records, damaged: [] }, guest: "xen-pv-domu" };
}

test("a guest that the hypervisor saw crash has died, whatever its console shows", () => {
  expect(reportedCrash(quiet, hostSaying("xen-pv-domu crash"))?.reason).toBe("died");
});

test("another guest's crash, a power-off and a host that says nothing are no crash", () => {
  const hosts = [hostSaying("xen-pvh-domu crash"), hostSaying("xen-pv-domu poweroff"), undefined];
  for (const host of hosts) expect(reportedCrash(quiet, host)).toBeUndefined();
});

test("a panic is told with what the hypervisor reports of it", () => {
  const panic = { reason: "panic", fault: "series", summary: "Kernel panic" } as const;
  const told = withReport(panic, hostSaying("xen-pv-domu crash"));
  expect(told.summary).toBe("Kernel panic (the hypervisor reports: crash)");
  expect(withReport(panic, undefined)).toEqual(panic);
});
