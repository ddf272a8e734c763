// A certification as one in-toto statement about the files that were given: test-result v0.1.
// https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md

import { digestOf } from "../../model/digest.ts";
import type { Certification, CertifiedWord } from "../../model/certify/certification.ts";
import type { Json } from "../../model/json.ts";
import { oneLine } from "../safe/visible-text.ts";
import { type JudgedTest, judgedTests } from "./judged-tests.ts";
import { profileWords } from "./sentences.ts";

const words: Readonly<Record<CertifiedWord, "PASSED" | "WARNED" | "FAILED">> = {
  certified: "PASSED",
  "certified with exceptions": "WARNED",
  "not certified": "FAILED",
  "not applicable": "FAILED",
};

/** The statement's JSON; `certification`: the bytes of certification.json, which it names by digest. */
export function statementOf(found: Certification, certification: string): string {
  const { product, kernel, profile, tools } = found;
  const files = [...product.given, kernel.image];
  const subjects = new Map(files.map((file) => [file.digest, file]));
  const tests = judgedTests(found);
  const named = (of: (test: JudgedTest) => boolean): string[] =>
    tests.filter(of).map(({ platform, name }) => oneLine(`${platform}/${name}`, 200));
  const predicate = {
    result: words[found.word],
    configuration: [
      { name: oneLine(`profile ${profileWords(profile)}`), digest: { sha256: profile.digest } },
      { name: "certification.json", digest: { sha256: digestOf(certification) } },
      { name: oneLine(`qemu ${tools.qemu}`), digest: { sha256: tools.qemuDigest } },
      ...tools.hypervisors.map(({ name, version, digest }) => ({
        name: oneLine(`${name} ${version}`),
        digest: { sha256: digest },
      })),
    ],
    passedTests: named(({ result }) => result === "pass"),
    warnedTests: named(({ result, mandatory }) => result === "skip" && !mandatory),
    failedTests: named(
      ({ result, mandatory }) =>
        result === "fail" || result === "absent" || (result === "skip" && mandatory),
    ),
  };
  const statement: Json = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [...subjects.values()].map(({ name, digest }) => ({
      name: oneLine(name, 200),
      digest: { sha256: digest },
    })),
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate,
  };
  return JSON.stringify(statement);
}
