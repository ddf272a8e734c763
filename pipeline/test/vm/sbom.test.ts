import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runRecordSchema } from "../../model/record/run-record.ts";
import { twinboot } from "./cli-rig.ts";

it(
  "the kernel's own bill of materials names the image that the platforms boot",
  { tags: ["vm"], timeout: 3_600_000 },
  async () => {
    const filters = ["--series", "hypervisor-sysfs", "--platform", "bare-q35"];
    const booted = await twinboot(["run", ...filters, "--json"]);
    const { kernels } = runRecordSchema.parse(JSON.parse(booted.stdout));
    const output = await mkdtemp(join(tmpdir(), "twinboot-sbom-"));
    const made = await twinboot(["sbom", ...filters, "--output", output]);
    expect(made.exitCode, made.stderr).toBe(0);
    expect(kernels).toHaveLength(2);
    for (const { head, series, flavour, digest } of kernels) {
      const file = join(output, `${head}-${series}-${flavour}`, "sbom-output.spdx.json");
      expect(await readFile(file, "utf8")).toContain(digest);
    }
    await rm(output, { recursive: true });
  },
);
