// Consoles of the corpus as boots of a kernel to be certified: none with a fault gets a certificate, each its reason.

import { describe, expect, it } from "vitest";
import {
  type AskedPlatform,
  certifiedPlatform,
  type TriedPlatform,
} from "../model/certify/certified-platform.ts";
import { caseOf, type CorpusCase, corpus, judgementOf } from "./corpus-rig.ts";

function asked(platform: string): AskedPlatform {
  const rest = { realness: "real", under: "bare", config: [], whereApplicable: false } as const;
  return { platform, mandatory: [], taint: [], ...rest };
}

function certifiedFrom(one: CorpusCase) {
  const tried: TriedPlatform = {
    how: "judged",
    judgement: judgementOf(one),
    boots: 1,
    console: { name: "console.log", digest: "0".repeat(64), bytes: 1 },
    accelerator: "tcg",
    bootSeconds: 4,
  };
  return certifiedPlatform(asked(one.platform ?? ""), tried);
}

const booted = corpus().filter((one) => one.error === undefined && one.machine === undefined);

describe("a console of the corpus", () => {
  it.each(booted.filter((one) => !one.expect.startsWith("pass")))(
    "that is $expect is not certified: $name",
    (one) => {
      const { word, reasons } = certifiedFrom(one);
      expect(word).toBe("not certified");
      expect(reasons.map(({ what }) => what).join()).toMatch(/\S+ \S+/);
    },
  );

  it.each(["bare-q35-good", "xen-pv-dom0-good", "xen-pv-domu-good"])(
    "without a fault is certified: %s",
    (name) => {
      expect(certifiedFrom(caseOf(name))).toMatchObject({ word: "certified", reasons: [] });
    },
  );

  it.each([
    // The same kernel on both: it follows a NULL pointer under Xen, which its bare boot here does not.
    ["fault-null-dereference-dom0", /Kernel panic|NULL pointer/],
    ["xen-pv-domu-panic", /panic/i],
    ["fault-warning", /WARNING/],
    ["made-tainted-at-end", /taint/],
  ])("%s has its own reason", (name, reason) => {
    const { reasons, fault } = certifiedFrom(caseOf(name));
    expect(reasons.map(({ what }) => what).join()).toMatch(reason);
    expect(fault).toBe("kernel");
  });
});
