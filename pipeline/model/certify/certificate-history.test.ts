import { describe, expect, it } from "vitest";
import { certificationFixture } from "../../test/certification-fixture.ts";
import type { Certification } from "./certification.ts";
import { type CertificateHistory, historyWith, lostCertificate } from "./certificate-history.ts";

const [good] = certificationFixture.platforms;

/** A version of one kernel, with its word. */
function version(
  name: string,
  word: Certification["word"],
  fault: "kernel" | "infrastructure" = "kernel",
): Certification {
  const own = word === "not certified" ? { word, fault } : { word };
  const platforms = good ? [Object.assign({}, good, own)] : [];
  const product = {
    ...certificationFixture.product,
    asked: "sid/linux-image-amd64",
    version: name,
  };
  return { ...certificationFixture, word, platforms, product };
}

function after(...found: Certification[]): CertificateHistory {
  let history: CertificateHistory = { of: "", entries: [] };
  for (const one of found) history = historyWith(history.entries, one);
  return history;
}

describe("the history of a certified kernel", () => {
  it("is of what a suite was asked for, and has one entry for what stayed the same", () => {
    const { of, entries } = after(version("1", "certified"), version("1", "certified"));
    expect(of).toBe("sid/linux-image-amd64 general");
    expect(entries).toHaveLength(1);
  });

  it.each<[string, Certification[], string | undefined]>([
    ["was never certified", [version("1", "not certified")], undefined],
    ["is certified", [version("1", "not certified"), version("2", "certified")], undefined],
    ["stops being so", [version("1", "certified"), version("2", "not certified")], "1"],
    [
      "is so with exceptions no longer",
      [version("1", "certified with exceptions"), version("2", "not certified")],
      "1",
    ],
    [
      "is not for long",
      [version("1", "certified"), version("2", "not certified"), version("3", "not certified")],
      "1",
    ],
    [
      "could not be tried",
      [version("1", "certified"), version("2", "not certified", "infrastructure")],
      undefined,
    ],
  ])("knows of one that %s", (_, found, lost) => {
    expect(lostCertificate(after(...found))?.version).toBe(lost);
  });
});
