// One run at a time for a store; a dead owner holds nothing.
// @module-tag process

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { InfraError } from "../model/errors.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { lockStore } from "./store-lock.ts";

const deadOwner = "999999999 1";

/** Another process that holds the lock until it is killed. */
async function owner(dir: string) {
  const script = `
    import { lockStore } from ${JSON.stringify(join(import.meta.dirname, "store-lock.ts"))};
    await lockStore(${JSON.stringify(dir)});
    process.stdout.write("locked");
    setInterval(() => undefined, 1000);`;
  const args = ["--input-type=module-typescript", "--eval", script];
  const process_ = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(process_.stdout, "data");
  return {
    pid: process_.pid ?? 0,
    kill: async () => {
      process_.kill("SIGKILL");
      await once(process_, "close");
    },
  };
}

describe("the store's lock", () => {
  test("is refused while its owner lives, and names it; taken over when it is dead", async () => {
    const dir = await temporaryFolder();
    const other = await owner(dir);
    await expect(lockStore(dir)).rejects.toThrow(InfraError);
    await expect(lockStore(dir)).rejects.toThrow(`process ${other.pid}`);
    await other.kill();
    const release = await lockStore(dir);
    expect(await readFile(join(dir, "lock"), "utf8")).toContain(`${process.pid} `);
    await release();
  });

  test("is refused to a second taker in this process, and free after its release", async () => {
    const dir = await temporaryFolder();
    const release = await lockStore(dir);
    await expect(lockStore(dir)).rejects.toThrow(InfraError);
    await release();
    await (
      await lockStore(dir)
    )();
  });

  test("is not held by a process that only has the number of a dead one", async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, "lock"), `${process.pid} 1`);
    await (
      await lockStore(dir)
    )();
  });

  test("that is no sense at all holds nobody up", async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, "lock"), "");
    await (
      await lockStore(dir)
    )();
    await writeFile(join(dir, "lock"), "not a lock");
    await (
      await lockStore(dir)
    )();
  });

  test("goes to one of many that find its owner dead at once", async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, "lock"), deadOwner);
    const tried = await Promise.allSettled(Array.from({ length: 20 }, () => lockStore(dir)));
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await readdir(dir)).toEqual(["lock"]);
  });

  test("that is a folder or a link is somebody's own, and stays", async () => {
    const dir = await temporaryFolder();
    await mkdir(join(dir, "lock"));
    await expect(lockStore(dir)).rejects.toThrow("not a lock file");
    expect((await stat(join(dir, "lock"))).isDirectory()).toBe(true);
    const linked = await temporaryFolder();
    await symlink("nowhere", join(linked, "lock"));
    await expect(lockStore(linked)).rejects.toThrow("not a lock file");
  });

  describe("of an owner that began elsewhere", () => {
    let own: string[];
    let dir: string;

    beforeEach(async () => {
      dir = await temporaryFolder();
      const release = await lockStore(dir);
      own = (await readFile(join(dir, "lock"), "utf8")).split(" ");
      await release();
    });

    const lockOf = async (change: Readonly<Record<number, string>>): Promise<void> => {
      const text = own.map((word, at) => change[at] ?? word).join(" ");
      await writeFile(join(dir, "lock"), text);
    };

    test("on another host is refused: nobody here can see it", async () => {
      await lockOf({ 4: "another" });
      await expect(lockStore(dir)).rejects.toThrow("on the host another");
    });

    test("in another container is refused", async () => {
      await lockOf({ 3: "pid:[1]" });
      await expect(lockStore(dir)).rejects.toThrow("another container of this host");
    });

    test("before this machine was started again is taken over, whatever has its number now", async () => {
      await lockOf({ 2: "0".repeat(36), 3: "pid:[1]" });
      await (
        await lockStore(dir)
      )();
    });

    test("is held while the very process lives", async () => {
      await lockOf({});
      await expect(lockStore(dir)).rejects.toThrow(`process ${process.pid}`);
    });
  });

  test("takes away what dead takers left beside it, and nothing of those that live", async () => {
    const dir = await temporaryFolder();
    const uuid = "0".repeat(8) + "-0000-0000-0000-000000000000";
    const living = `lock.${process.pid}.${uuid}`;
    for (const name of [`lock.999999999.${uuid}`, `lock.takeover.999999999.${uuid}`, living])
      await writeFile(join(dir, name), "");
    const release = await lockStore(dir);
    expect(await readdir(dir)).toEqual(["lock", living]);
    await release();
  });
});
