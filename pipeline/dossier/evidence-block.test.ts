import { describe, expect, test } from "vitest";
import { cellsWith, evidenceFixture } from "../test/evidence-rig.ts";
import { widestOf } from "../report/safe/text-columns.ts";
import { hostileTexts } from "../test/hostile-texts.ts";
import { exactMetrics } from "../test/metrics-fixture.ts";
import { runFixture } from "../test/run-fixture.ts";
import { evidenceBlock, nothingTested } from "./evidence-block.ts";

const skipped = {
  verdict: "skip",
  finding: { reason: "known", fault: "hypervisor", summary: "Xen 4.17 has no such thing" },
} as const;

describe("the evidence in a cover letter", () => {
  test("is this text", () => {
    expect(evidenceBlock(evidenceFixture())).toMatchInlineSnapshot(`
      "Evidence
      ========

      Made by Twinboot from the patches below, on linux-source-7.2 7.2.13-1
      (sid): boots in run 12 of 2026-11-21 03:05 UTC, counts in run 13 of
      2026-11-21 03:05 UTC.

      One kernel, 3 platforms: built once with the series, the same bytes booted
      on each; every guest counted here read this build-id back. It did not prove
      itself on xen-pv-dom0.

      kernel   7.2.13 (guest), 5,402,624 bytes
      sha256   02346f54888bf3801b0368cf2677fef5a4cf2a562c4d4b720f753ed0c8c099d3
      build-id 9c2f6f7e0f6c1f4f0b7c5c3e52fb12f2f5a41d77

        platform      without  with
        bare-q35      pass     pass
        bare-microvm  pass     pass
        xen-pv-dom0   pass     fail
        xen-pv-domu   pass     pass

      Not passed:

        - xen-pv-dom0: fail: the series must act: [ 0.933633] Kernel panic - not
          syncing: sysrq triggered crash

      Instructions without and with the series, each counted in two boots that
      agreed:

      bare-q35 (native):
                                without        with     delta
        lat_syscall/getppid     213,000     213,000         0      0 %
        lat_syscall/read        613,204     614,204    +1,000  +0.16 %
        lat_ctx/2p            3,955,377   3,955,377         0      0 %
        lat_proc/fork        93,690,112  94,042,112  +352,000  +0.38 %
        lat_mmap/64k          8,121,010   8,130,010    +9,000  +0.11 %
        lat_pagefault/anon    2,168,551   2,165,551    -3,000  -0.14 %
        lat_sig/install         402,910     402,910         0      0 %
        futex/wake              318,222     318,222         0      0 %

      xen-pv-dom0: 4 of 8 equal; the others:
                                without         with     delta
        lat_syscall/read        993,390      995,010    +1,620  +0.16 %
        lat_proc/fork       151,777,981  152,348,221  +570,240  +0.38 %
        lat_mmap/64k         13,156,036   13,170,616   +14,580  +0.11 %
        lat_pagefault/anon    3,513,053    3,508,193    -4,860  -0.14 %

      xen-pv-domu: 4 of 8 equal; the others:
                                without         with     delta
        lat_syscall/read        968,862      970,442    +1,580  +0.16 %
        lat_proc/fork       148,030,377  148,586,537  +556,160  +0.38 %
        lat_mmap/64k         12,831,196   12,845,416   +14,220  +0.11 %
        lat_pagefault/anon    3,426,311    3,421,571    -4,740  -0.14 %

      The kernel, in bytes:
                     without       with  delta
        size/text  9,438,208  9,439,104   +896  +0.0095 %

      Limits: instructions, not cycles. No caches, no TLB, no branch predictor,
      one vCPU: an equal count can refute a cost, and does not prove its absence.
      A count is of all that ran: workloads that switch, fork or map move by some
      per cent with any other kernel image, as timers and allocations fall
      elsewhere; the others move with the code alone.

      Not tested:

        - real hardware: everything ran in QEMU 7.2.22, under plain emulation
          (TCG)
        - any patch without the ones behind it: only the whole series was booted
        - platforms that Twinboot has and this run left out: hyperv, acrn

      The same numbers, with QEMU 7.2.22; gcc (Debian 12.2.0-14+deb12u1) 12.2.0;
      GNU ld (GNU Binutils for Debian) 2.40; xen 4.17.5:

        ./twinboot run --head sid --series hypervisor-sysfs --fresh \\
          --platform bare-microvm,bare-q35,xen-pv-dom0,xen-pv-domu
        ./twinboot bench --head sid --series hypervisor-sysfs \\
          --platform bare-q35,xen-pv-dom0,xen-pv-domu
      "
    `);
  });

  test("says that every patch was booted, and how the checklist came out, where both are known", () => {
    const line = { rule: "r", source: "s", details: [], series: "d" } as const;
    const checks = [
      { ...line, check: "boots-after-each-patch", outcome: "passed", words: "3 of 3 on bare-q35" },
      { ...line, check: "checkpatch", outcome: "failed", words: "0002: one warning" },
    ] as const;
    const block = evidenceBlock({ ...evidenceFixture(), checks });
    expect(block.replaceAll("\n", " ")).toContain(
      "Booted after each patch: 3 of 3 on bare-q35. Of the readiness checklist 2 lines were gone through, and 1 passed; checkpatch failed: 0002: one warning.",
    );
    expect(block).not.toContain("any patch without the ones behind it");
  });

  test("names who must act where a platform failed, and does not count it", () => {
    const block = evidenceBlock(evidenceFixture());
    expect(block).toContain("One kernel, 3 platforms");
    expect(block).toMatch(/It did not\s+prove\s+itself on xen-pv-dom0\./);
    expect(block).toMatch(/xen-pv-dom0 +pass +fail\n/);
    expect(block).toContain("xen-pv-dom0: fail: the series must act");
  });

  test("says why the unpatched kernel failed where it did", () => {
    const finding = { reason: "hang", fault: "head", summary: "it hung" } as const;
    const cells = runFixture().cells.map((cell) =>
      cell.series === "base" && cell.head === "sid" && cell.platform === "bare-microvm"
        ? Object.assign(cell, { verdict: "fail", finding })
        : cell,
    );
    const block = evidenceBlock(evidenceFixture({ cells }));
    expect(block).toMatch(/bare-microvm +fail +pass\n/);
    expect(block).toContain("  - bare-microvm without it: fail: the head must act: it hung\n");
  });

  test("keeps what an emulated interface and a signature are", () => {
    const cells = cellsWith((platform) => {
      if (platform === "bare-microvm") return { realness: "signature-only" };
      return platform === "xen-pv-domu" ? { realness: "emulated-interface" } : {};
    });
    const block = evidenceBlock(evidenceFixture({ cells }));
    expect(block).toMatch(/bare-microvm +pass +pass +signature only\n/);
    expect(block).toMatch(/xen-pv-domu +pass +pass +emulated interface\n/);
    expect(block).toContain("bare-microvm: the hypervisors themselves, only their CPUID signature");
  });

  test("says what was skipped and why, and what was left out", () => {
    const cells = cellsWith((platform) => (platform === "xen-pv-domu" ? skipped : {}));
    const block = evidenceBlock(evidenceFixture({ cells }));
    expect(block).toContain("- xen-pv-domu: Xen 4.17 has no such thing");
    expect(block).not.toMatch(/xen-pv-domu +pass +skip/);
    expect(block).toContain("this run left out: hyperv, acrn");
  });

  test("tells what others report apart from what was booted here", () => {
    const imported = { by: "O. Wner", when: "2026-11-20", where: "a host of theirs" };
    const cells = cellsWith((platform) =>
      platform === "xen-pv-domu" ? { realness: "imported", imported } : {},
    );
    const block = evidenceBlock(evidenceFixture({ cells }));
    expect(block).toContain("One kernel, 2 platforms");
    expect(block).toContain(
      "Reported by others, for the same kernel:\n\n  - xen-pv-domu: pass, by O. Wner, 2026-11-20, a host of theirs\n",
    );
  });

  test("says that nothing was counted where nothing was", () => {
    const { counts: _, ...evidence } = evidenceFixture();
    const block = evidenceBlock(evidence);
    expect(block).toContain("What the series costs was not counted.");
    expect(block).not.toContain("twinboot bench");
  });

  test("never compares counts that were taken under two QEMUs", () => {
    const metrics = exactMetrics().map((one) =>
      one.series === "base" && one.under
        ? Object.assign(one, { under: { ...one.under, cpu: "another" } })
        : one,
    );
    const counts = runFixture({ run: 13, cells: [], metrics });
    expect(evidenceBlock({ ...evidenceFixture(), counts })).toContain("not comparable");
  });

  test("names a count that differed from itself, and shows none of it", () => {
    const metrics = exactMetrics().map((one) =>
      one.workload === "futex/wake" && one.platform === "xen-pv-domu" && one.series !== "base"
        ? Object.assign(one, { class: "sampled", demoted: "they differed", values: [1, 2] })
        : one,
    );
    const counts = runFixture({ run: 13, cells: [], metrics });
    const block = evidenceBlock({ ...evidenceFixture(), counts });
    expect(block).toMatch(/compared\s+with\s+nothing:\s+futex\/wake\s+on\s+xen-pv-domu\./);
  });

  test("gives nobody's word for it", () => {
    expect(evidenceBlock(evidenceFixture()) + nothingTested).not.toMatch(/-by:/i);
  });

  test.each(hostileTexts)("stays plain text of 75 columns with %s in its names", (_, text) => {
    const evidence = evidenceFixture({
      cells: cellsWith(() => ({
        platform: text,
        verdict: "fail",
        finding: { reason: "panic", fault: "series", summary: text },
      })),
    });
    const block = evidenceBlock({ ...evidence, platforms: [text, "a"], head: "sid" });
    expect(widestOf(block.split("\n"))).toBeLessThanOrEqual(75);
    expect(block.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
