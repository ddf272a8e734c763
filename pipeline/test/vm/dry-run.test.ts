// A line of --dry-run, pasted into a shell, does what it says.

import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { twinboot } from "./cli-rig.ts";

const run = ["run", "hypervisor-sysfs", "--platform", "bare-q35"];

describe("a line of --dry-run", { tags: ["vm"] }, () => {
  it("boots the guest to its last record", async () => {
    expect((await twinboot(run)).exitCode).toBe(0);
    const { stdout } = await twinboot([...run, "--dry-run"]);
    const line = stdout.split("\n").findLast((one) => one.startsWith("qemu-system-x86_64 ")) ?? "";
    const how = { cwd: tmpdir(), timeout: 300_000 };
    expect(execFileSync("sh", ["-c", `${line} </dev/null`], how).toString("latin1")).toContain(
      '{"record":"end"',
    );
  });

  it("compiles the guest, from the folder that the first line goes to", async () => {
    const { stdout } = await twinboot([...run, "--dry-run"]);
    const lines = stdout.split("\n");
    const compile = lines.find((one) => one.startsWith("(cd images/guest")) ?? "";
    execFileSync("sh", ["-e", "-c", `${lines[0]}\n${compile}`], { cwd: tmpdir() });
  });
});
