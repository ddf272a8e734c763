// Each document of a certificate against something that is not ours: xmllint, ajv, a parser of HTML, in-toto's rules.
// @module-tag process

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { certificationFixture as found } from "../../test/certification-fixture.ts";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { inTotoSchema } from "../../test/schemas/in-toto-schema.ts";
import { bulletin } from "./bulletin.ts";
import { certificationText } from "./certification-text.ts";
import { checkboxSubmission } from "./checkbox.ts";
import { certificationDocuments } from "./documents.ts";
import { certificationJsonSchema } from "./schema.ts";
import { statementOf } from "./statement.ts";
import { xunitReport } from "./xunit.ts";

/** What a terminal or a workflow would obey. */
const escapes = new RegExp(`${String.fromCharCode(27)}|^\\s*::|\\r`, "mu");

/** The same certification, with this text wherever a package or a guest can put one. */
function saying(text: string): Certification {
  const tests = [{ name: text, result: "fail" as const, detail: text }];
  const platforms = found.platforms.map((one) =>
    Object.assign({}, one, { optional: tests, reasons: [{ what: text, mend: text }] }),
  );
  return {
    ...found,
    product: { ...found.product, name: text, version: text },
    kernel: { ...found.kernel, release: text },
    complaints: [text],
    platforms,
    debugSymbols: {
      file: found.kernel.image,
      traces: [{ platform: "kvm", frames: [{ frame: text, places: [text] }] }],
    },
  };
}

function valid(xml: string): string {
  const schema = join(import.meta.dirname, "../../test/schemas/junit.xsd");
  return spawnSync("xmllint", ["--noout", "--schema", schema, "-"], {
    input: xml,
    encoding: "utf8",
  }).stderr.trim();
}

describe("what debug symbols say", () => {
  const frames = [
    { frame: "do_one_initcall+0x59/0x200", places: ["do_one_initcall at init/main.c:1302"] },
    { frame: "xlblk_init+0x9/0xf0 [xen_blkfront]", places: [] },
  ];
  const file = { ...found.kernel.image, name: "vmlinux" };
  const told = { ...found, debugSymbols: { file, traces: [{ platform: "kvm", frames }] } };

  it("stands below the reasons, and what they do not know is told as not known", () => {
    expect(certificationText(told, { colour: false })).toContain(
      [
        "kvm: where it stood, by vmlinux:",
        "  do_one_initcall+0x59/0x200",
        "    do_one_initcall at init/main.c:1302",
        "  xlblk_init+0x9/0xf0 [xen_blkfront]",
        "    not known",
      ].join("\n"),
    );
  });

  it("is a section of the bulletin", () => {
    const page = bulletin(told);
    expect(page).toContain("<h2>Where the kernel stood on kvm, by vmlinux</h2>");
    expect(page).toContain("<p>do_one_initcall at init/main.c:1302</p>");
    expect(bulletin(found)).not.toContain("Where the kernel stood");
  });
});

describe("certification.json", () => {
  it("is what its published schema says", () => {
    const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(
      certificationJsonSchema(),
    );
    expect(validate(structuredClone(found)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...found, word: "passed" })).toBe(false);
  });

  it("read back gives every document again, to the byte", () => {
    const { word, schema, ...rest } = found;
    const documents = certificationDocuments({ ...rest, word, schema });
    const read = certificationSchema.parse(JSON.parse(documents[0]?.[1] ?? ""));
    expect(certificationDocuments(read)).toEqual(documents);
  });

  it("lies beside every other document", () => {
    expect(certificationDocuments(found).map(([name]) => name)).toEqual([
      "certification.json",
      "certification.schema.json",
      "bulletin.html",
      "submission.json",
      "xunit.xml",
      "statement.json",
    ]);
  });
});

describe("xUnit", () => {
  it("holds against its schema, and a mandatory test that was skipped is a failure", () => {
    const xml = xunitReport(found);
    expect(valid(xml)).toBe("- validates");
    expect(xml).toContain('<failure message="no disk named xvdp" type="test-skipped">');
  });

  it("holds whatever a guest says", () => {
    const all = hostileTexts.flatMap(([, text]) => saying(text).platforms);
    expect(valid(xunitReport({ ...found, platforms: all }))).toBe("- validates");
  });
});

describe("Checkbox's submission", () => {
  it("says of every test whether the certificate hangs on it", () => {
    const { results } = JSON.parse(checkboxSubmission(found)) as {
      results: { id: string; outcome: string; certification_status: string }[];
    };
    const of = (id: string) => results.find((one) => one.id === id);
    expect(of("kvm/memory")).toMatchObject({ outcome: "pass", certification_status: "blocker" });
    expect(of("kvm/balloon")).toMatchObject({
      outcome: "skip",
      certification_status: "non-blocker",
    });
    expect(of("xen-pv-domu/network")).toMatchObject({ outcome: "fail" });
  });
});

describe("the statement", () => {
  it("is in-toto's, of the package and of its kernel", () => {
    const statement = JSON.parse(statementOf(found, "{}")) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(inTotoSchema);
    expect(validate(statement), JSON.stringify(validate.errors)).toBe(true);
    expect(statement).toMatchObject({
      subject: [{ digest: { sha256: "1".repeat(64) } }, { digest: { sha256: "3".repeat(64) } }],
      predicate: { result: "FAILED", failedTests: expect.arrayContaining(["xen-pv-domu/disk"]) },
    });
  });
});

describe("the bulletin", () => {
  it("has each platform with its word, the reason, and what would mend it", () => {
    const html = bulletin(found);
    expect(html).toContain("disk was skipped: no disk named xvdp");
    expect(html).toContain("To mend it: give it xen_blkfront.");
    expect(html).toContain("2027-01-02");
  });

  it.each(hostileTexts)("has no markup of %s", (_, text) => {
    expect(bulletin(saying(text))).not.toMatch(/<(?:script|img|svg|animate)|<\/style><style>/i);
  });
});

describe("the terminal", () => {
  it("has the word, a line for each platform, and what stands against it", () => {
    expect(certificationText(found, { colour: false })).toBe(`linux-image 6.1-1 (amd64)
kernel 6.1.0, build-id abc, image sha256 ${"3".repeat(64)}
profile general: not certified

  kvm          certified                  1 of 1 mandatory tests, 1 skipped
  xen-pv-domu  not certified              1 of 3 mandatory tests, 1 skipped
  bare-q35     certified with exceptions  1 of 1 mandatory tests, 1 skipped
  xen-pv-dom0  not applicable

xen-pv-domu: disk was skipped: no disk named xvdp
    mend: give it xen_blkfront
bare-q35: allowed by a-fault until 2027-01-02: it is known
xen-pv-dom0: CONFIG_XEN_DOM0 is not set: it is no control domain
`);
  });

  it.each(hostileTexts)("is not told to do anything by %s", (_, text) => {
    expect(certificationText(saying(text), { colour: false })).not.toMatch(escapes);
  });
});
