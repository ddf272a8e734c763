// What a night does with finished kernels: shell lines of the workflow, with a twinboot that says what it was asked.
// @module-tag process

import { beforeEach, describe, expect, test } from "vitest";
import { writeFiles } from "./folder-rig.ts";
import { LinesRig } from "./workflow-rig.ts";

let rig: LinesRig;

beforeEach(async () => {
  rig = await LinesRig.make({ "patches/README": "words\n" });
});

const published = async (there: string) =>
  rig.lines("nightly.yml", "publish", {
    only: /twinboot publish/,
    context: { steps: { history: { outputs: { there } } }, github: { token: "secret" } },
  });

describe("the certificates of a night", () => {
  test("are of all kernels that twinboot.yaml names", async () => {
    const ran = await rig.lines("nightly.yml", "certify", { only: /twinboot certify/ });
    expect(ran.log).toContain("asked: certify --output certificates\n");
    expect(ran.actions).toContain("actions/upload-artifact");
  });

  test("are kept for the night where a kernel lost its own", async () => {
    await rig.twinbootThat('echo "asked: $*"; exit 1');
    const ran = await rig.lines("nightly.yml", "certify", { only: /twinboot certify/ });
    expect(ran.exitCode).toBe(1);
    expect(ran.actions).toContain("actions/upload-artifact");
  });

  test("are published with what became of those before them, where there were any", async () => {
    await writeFiles(rig.root, { "certificates/6.1.0-general/certification.json": "{}" });
    expect((await published("")).log).toContain(
      "asked: publish --night --certificates certificates\n",
    );
    expect((await published("true")).log).toContain(
      "asked: publish --night --certificates certificates --history history\n",
    );
  });

  test("are left out of a night that came to none", async () => {
    expect((await published("true")).log).toContain("asked: publish --night\n");
  });
});
