// The proof of the sandbox: that it holds for every caller, and that the probe sees one that does not.
// @module-tag process

import { chmod } from "node:fs/promises";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { probeProgram, proveSandbox } from "./prove-sandbox.ts";
import { sandboxed } from "./sandbox.ts";
import { run, sandboxProof } from "./shell.ts";

const isRoot = process.getuid?.() === 0;

test("nothing gets out of the sandbox", async () => {
  expect(await sandboxProof()).toEqual({ holds: true, says: "nothing got out of it", next: "" });
});

test("nor for a caller who is an ordinary user", async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o777);
  const box = {
    folders: [{ from: folder, to: "/tmp/probe", writable: true }],
    env: {},
    cwd: "/tmp/probe",
  } as const;
  const asUser = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups", "--"];
  const line = [...(isRoot ? asUser : []), ...sandboxed(["perl", "-"], box, false)];
  expect((await run(line, { input: await probeProgram() })).log).toBe("end\n");
});

/** As it was before: everything of the host to be read, and all capabilities where the caller has them. */
const weak = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"];

test("a sandbox that keeps rights and shows the host's files is seen through", async () => {
  const line = [...weak, "--tmpfs", "/tmp", "--dir", "/tmp/probe", "perl", "-"];
  const { holds, says } = await proveSandbox((_, options) => run(line, options));
  expect(holds).toBe(false);
  for (const what of [
    "no system call is refused",
    "/etc/passwd is there",
    "a user namespace",
    "a set-user-ID file by chmod",
    "a set-user-ID file by fchmodat",
  ])
    expect(says).toContain(`broken: ${what}`);
  if (!isRoot) return;
  expect(says).toContain("broken: it runs as root");
  expect(says).toContain("broken: a root that can be written again");
});

test("a probe that does not come to its end proves nothing", async () => {
  const killed = await proveSandbox((_, options) =>
    run(["sh", "-c", "echo half; exit 1"], options),
  );
  expect(killed).toMatchObject({ holds: false, says: "the probe did not end: half" });
});

test("where the kernel forbids namespaces it is said what to type", async () => {
  const words = "echo 'bwrap: No permissions to create new namespace' >&2; exit 1";
  const { holds, says, next } = await proveSandbox((_, options) =>
    run(["sh", "-c", words], options),
  );
  expect({ holds, says }).toEqual({
    holds: false,
    says: "the probe did not end: bwrap: No permissions to create new namespace",
  });
  expect(next).toMatch(isRoot ? /--privileged/ : /unprivileged_userns_clone=1/);
});
