// Commands: their exit codes, their ends, and that none outlives us.
// @module-tag process

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InfraError, Interrupted } from "../model/errors.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { mustRun, pasteable, run } from "./shell.ts";

async function untilGone(pid: number): Promise<boolean> {
  for (let n = 0; n < 200; n += 1) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    if (!stat || / Z /.test(stat)) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

describe("a command", () => {
  test("that fails is data: its code, its words", async () => {
    const result = await run(["sh", "-c", "echo out; echo err >&2; exit 7"]);
    expect(result).toMatchObject({ exitCode: 7, stdout: "out\n" });
    expect(result.log).toContain("err");
  });

  test("gets every argument as it stands", async () => {
    const words = ["a b", "$HOME", "`id`", "*", "'", '"', "\\", "", "ü", "a\nb", "--", "&& echo x"];
    const { stdout } = await run(["printf", "%s\\0", ...words]);
    expect(stdout.split("\0").slice(0, -1)).toEqual(words);
  });

  test("runs in its folder, with its input and nothing but its environment", async () => {
    const cwd = await temporaryFolder();
    const env = { PATH: "/usr/bin:/bin", ONLY: "this" };
    const { stdout } = await run(["sh", "-c", "pwd; cat; env"], { cwd, env, input: "given\n" });
    const [pwd, input, ...variables] = stdout.trim().split("\n");
    expect([pwd, input]).toEqual([cwd, "given"]);
    const names = variables.map((line) => line.split("=")[0]);
    expect(
      names.filter((name) => !["PATH", "ONLY", "PWD", "SHLVL", "_", "OLDPWD"].includes(name ?? "")),
    ).toEqual([]);
    expect(variables).toContain("ONLY=this");
  });

  test("in the background gives way to everything else", async () => {
    expect(await run(["nice"], { background: true })).toMatchObject({ stdout: "19\n" });
  });

  test("tells what it prints as it comes, and keeps it all the same", async () => {
    let heard = "";
    const script = "echo one; sleep 0.05; echo two; echo three >&2";
    const { stdout } = await run(["sh", "-c", script], { onOutput: (piece) => (heard += piece) });
    expect([heard, stdout]).toEqual(["one\ntwo\n", "one\ntwo\n"]);
  });

  test("with no input, or an empty one, gets an end of file, not a wait", async () => {
    const soon = { signal: AbortSignal.timeout(5000) };
    expect(await run(["cat"], soon)).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await run(["cat"], { ...soon, input: "" })).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("that ends without reading its input has just ended", async () => {
    const input = "x".repeat(2 ** 22);
    expect(await run(["sh", "-c", "exit 4"], { input })).toMatchObject({ exitCode: 4 });
  });

  test("of the machine's own that takes too long is infrastructure", async () => {
    await expect(run(["sleep", "60"], { limits: { minutes: 0.005 } })).rejects.toMatchObject({
      name: "InfraError",
      message: "sleep was ended: it ran for more than 0.005 minutes",
    });
  });

  test("whose output is not kept whole gives no answer where one is a must", async () => {
    const flood = ["sh", "-c", "yes | head -c 40M"];
    await expect(mustRun(flood)).rejects.toThrow("bytes more than the limit");
  });

  test("that is not on this machine is infrastructure, with the package that brings it", async () => {
    const missing = run(["no-such-command-of-ours", "x"]);
    await expect(missing).rejects.toThrow(InfraError);
    await expect(missing).rejects.toThrow("no-such-command-of-ours is not installed");
    await expect(run(["no-such"])).rejects.toMatchObject({ hint: "apt-get install no-such" });
  });

  test("that has no business failing is infrastructure when it does, with its last words", async () => {
    await expect(mustRun(["sh", "-c", "echo why; exit 3"])).rejects.toThrow(/ended with 3: why/);
    expect(await mustRun(["echo", "fine"])).toBe("fine\n");
  });

  test("that a signal ended is infrastructure: memory was short, or somebody killed it", async () => {
    await expect(run(["sh", "-c", "kill -KILL $$"])).rejects.toMatchObject({
      name: "InfraError",
      message: "sh was killed by SIGKILL",
      hint: "check for memory exhaustion: dmesg | tail",
    });
  });

  test("is stopped by the caller, at once", async () => {
    const stop = new AbortController();
    const startedAt = performance.now();
    const running = run(["sleep", "60"], { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(running).rejects.toThrow(Interrupted);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  test("does not outlive us, not even where we are killed with SIGKILL", async () => {
    const script = `
      import { run } from ${JSON.stringify(join(import.meta.dirname, "shell.ts"))};
      await run(["sh", "-c", "echo $$ > pid; exec sleep 60"], { cwd: process.cwd() });`;
    const cwd = await temporaryFolder();
    const args = ["--input-type=module-typescript", "--eval", script];
    const parent = spawn(process.execPath, args, { cwd, stdio: "ignore" });
    let pid = 0;
    for (let n = 0; n < 500 && !pid; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      pid = Number(await readFile(join(cwd, "pid"), "utf8").catch(() => ""));
    }
    expect(pid).toBeGreaterThan(0);
    parent.kill("SIGKILL");
    await once(parent, "close");
    expect(await untilGone(pid)).toBe(true);
  });
});

test("a command line for people is one that a shell reads back", async () => {
  const argv = ["printf", "%s|", "plain-1.0/x=y", "a b", "it's", "$HOME", ""];
  const { stdout } = await run(["sh", "-c", pasteable(argv)]);
  expect(stdout).toBe("plain-1.0/x=y|a b|it's|$HOME||");
  expect(pasteable(["make", "-j2", "O=/tmp/x"])).toBe("make -j2 O=/tmp/x");
});
