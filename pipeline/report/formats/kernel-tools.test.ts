// Documents name the tools of each kernel's own architecture, not the host's.

import { expect, test } from "vitest";
import { digestOf } from "../../model/digest.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { kcidbTests } from "./kcidb-tests.ts";
import { inTotoStatements } from "./in-toto.ts";
import { renderSpdx } from "./spdx.ts";

const digest = digestOf("qemu-system-aarch64");
const own = {
  architecture: "arm64",
  image: "Image",
  compiler: "aarch64-linux-gnu-gcc (Debian 12.2.0-14) 12.2.0",
  linker: "GNU ld for arm64",
  emulator: { name: "qemu-system-aarch64", digest },
};

function across(): RunRecord {
  const run = runFixture();
  return { ...run, kernels: run.kernels.map((kernel) => Object.assign({}, kernel, own)) };
}

const documents: Readonly<Record<string, (run: RunRecord) => string>> = {
  SPDX: renderSpdx,
  "in-toto": (run) => inTotoStatements(run).join("\n"),
  KCIDB: (run) => JSON.stringify(kcidbTests(run, run.cells)),
};

test.each(Object.entries(documents))("%s names the QEMU that booted it", (_, render) => {
  expect(render(runFixture())).toContain("qemu");
  expect(render(across())).toContain("qemu-system-aarch64");
  expect(render(across())).not.toContain(runFixture().host.qemuDigest);
});

test.each(["SPDX", "in-toto"])("%s names the compiler that built it", (format) => {
  const text = documents[format]?.(across()) ?? "";
  const said = [
    text,
    ...[...text.matchAll(/"content": "([^"]+)"/g)].map(([, one = ""]) => atob(one)),
  ];
  expect(said.join()).toContain("GNU ld for arm64");
  expect(said.join()).not.toContain(runFixture().host.linker);
  expect(text).not.toContain("bzImage");
});
