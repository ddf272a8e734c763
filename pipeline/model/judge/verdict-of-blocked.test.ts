// A guest that its host never came to, against the host's own row.

import { expect, test } from "vitest";
import type { Fault, Finding } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import { pass } from "./outcome.ts";
import { cellVerdict, type Judged } from "./verdict.ts";

const passed = judged("pass");
const broken = { ...judged("fail", { reason: "panic", fault: "series" }), platform: "xen-pv-dom0" };

test.each([
  [
    "nobody knows why: it is blocked by a host that fails alone",
    "infrastructure",
    "host-failed head",
  ],
  ["the cause is known: that stays", "hypervisor", "not-reached hypervisor"],
] as const)("%s", (_, fault: Fault, expected) => {
  const own = judged("blocked", { reason: "not-reached", fault });
  const { verdict, finding } = cellVerdict(own, { base: passed, host: broken });
  expect([verdict, finding?.reason, finding?.fault].join(" ")).toBe(`blocked ${expected}`);
});

function judged(verdict: Judgement["verdict"], wrong?: Pick<Finding, "reason" | "fault">): Judged {
  const finding = wrong ? { finding: { ...wrong, summary: wrong.reason } } : {};
  return { outcome: pass({ verdict, cleanEnd: false, facts: {}, tests: [], ...finding }) };
}
