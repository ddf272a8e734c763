// The sandbox with real bubblewrap: what code of a patch cannot reach.
// @module-tag process

import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { sandboxed } from "./sandbox.ts";
import { run } from "./shell.ts";

async function inside(script: string) {
  const [source, objects] = [await temporaryFolder(), await temporaryFolder()];
  await writeFile(join(source, "file"), "source\n");
  const argv = sandboxed(["bash", "-c", script], {
    folders: [
      { from: source, to: "/tmp/source", writable: false },
      { from: objects, to: "/tmp/objects", writable: true },
    ],
    env: { GIVEN: "this" },
    cwd: "/tmp/objects",
  });
  const env = { ...process.env, GITHUB_TOKEN: "secret", SSH_AUTH_SOCK: "/run/agent" };
  const clean = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? ""]));
  return { ...(await run(argv, { env: clean })), source, objects };
}

describe("a command in the sandbox", () => {
  test("works in its folders: reads the sources, writes the objects", async () => {
    const { exitCode, objects } = await inside("cat ../source/file > made");
    expect(exitCode).toBe(0);
    expect(await readFile(join(objects, "made"), "utf8")).toBe("source\n");
  });

  test("cannot write where it may only read", async () => {
    const script =
      "for to in /tmp/source/file /tmp/source/new /usr/x /etc/x /var/x /x; do echo x > $to && echo $to; done";
    const { stdout, source } = await inside(script);
    expect(stdout).toBe("");
    expect(await readFile(join(source, "file"), "utf8")).toBe("source\n");
    expect(existsSync("/usr/x") || existsSync("/etc/x") || existsSync("/x")).toBe(false);
  });

  test("sees nothing of the caller's environment, tokens least of all", async () => {
    const { stdout } = await inside("env");
    const names = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0] ?? "");
    expect(names.toSorted()).toEqual(
      [...new Set(["GIVEN", "HOME", "LC_ALL", "PATH", "PWD", "SHLVL", "_"])]
        .filter((name) => names.includes(name))
        .toSorted(),
    );
    expect(stdout).toContain("GIVEN=this");
    expect(stdout).not.toContain("secret");
  });

  test("sees nobody's home, nobody's files in /tmp and no service's socket", async () => {
    const { stdout } = await inside(
      `ls -A /root /home /run /tmp ${homedir()} | grep -v :$ | sort -u`,
    );
    expect(stdout.trim().split("\n").filter(Boolean)).toEqual(["objects", "source"]);
  });

  test("has no network, not even to this machine", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const reach = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo reached`;
    expect((await run(["bash", "-c", reach])).stdout).toBe("reached\n");
    expect((await inside(reach)).stdout).toBe("");
    server.close();
  });

  test("sees no process but its own", async () => {
    const { stdout } = await inside(
      `ls -d /proc/[0-9]* | wc -l; kill -0 ${process.pid} && echo there`,
    );
    expect(Number(stdout)).toBeLessThan(6);
  });

  test.runIf(process.getuid?.() === 0)(
    "is a user of its own, even in the folder of another: what it forks counts for nobody else",
    async () => {
      const folder = await temporaryFolder();
      const line = (script: string): string[] =>
        sandboxed(["sh", "-c", script], {
          folders: [{ from: folder, to: "/tmp/given", writable: true }],
          env: {},
          cwd: "/tmp/given",
        });
      const stop = new AbortController();
      const first = run(line("id -u >first; sleep 600"), { signal: stop.signal }).catch(() => "");
      const user = join(folder, "first");
      while (!existsSync(user) || !(await readFile(user, "utf8"))) await setTimeout(5);
      const { stdout } = await run(line("id -u"));
      expect(Number(stdout)).toBeGreaterThanOrEqual(65000);
      expect(stdout).not.toBe(await readFile(user, "utf8"));
      stop.abort();
      await first;
    },
  );

  test("gives its exit code, and takes what it started with it", async () => {
    const startedAt = performance.now();
    const { exitCode } = await inside("sleep 60 & exit 5");
    expect(exitCode).toBe(5);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

test("a caller who may not have many files open or many processes has a sandbox all the same", async () => {
  const script = `
    import { sandboxed } from ${JSON.stringify(join(import.meta.dirname, "sandbox.ts"))};
    import { run } from ${JSON.stringify(join(import.meta.dirname, "shell.ts"))};
    const box = { folders: [], env: {}, cwd: "/tmp" };
    console.log((await run(sandboxed(["bash", "-c", "ulimit -n; ulimit -u"], box))).log);`;
  const node = [process.execPath, "--input-type=module-typescript", "--eval", script];
  const { log } = await run(["prlimit", "--nofile=4096", "--nproc=900", "--", ...node]);
  expect(log.trim().split("\n")).toEqual(["4096", "900"]);
});
