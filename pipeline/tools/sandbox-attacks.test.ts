// Makefiles that mean harm, in the real sandbox: what they try fails, ends that build, and reaches nothing else.
// @module-tag process

import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../model/errors.ts";
import { commandLines, hostileMake, offence, printed } from "../test/hostile-make.ts";
import { copyProduct } from "./build-product.ts";
import { fileDigest, whereIs } from "./host.ts";
import { sandboxed } from "./sandbox.ts";
import { run } from "./shell.ts";

/** A shell's line that connects to a unix socket. */
function connect(address: string): string {
  return `perl -MSocket -e 'socket(S,1,1,0); connect(S,pack_sockaddr_un("${address}")) and print "reached"'`;
}

/** Real makes in the sandbox. What it reaches is tried in the fast tests. */
const slow = { tags: ["vm"] };

describe("what it leaves in place of a product", slow, () => {
  test("a link to a file of the host gives nobody its bytes", async () => {
    const dir = await hostileMake();
    const { make, take } = await hostileMake(`ln -s ${dir.secret} bzImage`);
    await make();
    expect(await offence(take("bzImage"))).toBe("the build left bzImage as a symbolic link");
  });

  test("nor does a link to what it saw in the sandbox, to /proc or to itself", async () => {
    const { make, take } = await hostileMake(
      "ln -s /proc/self/environ a",
      "ln -s b b",
      "ln -s /dev/zero c",
    );
    await make();
    for (const product of ["a", "b", "c"])
      expect(await offence(take(product))).toContain("as a symbolic link");
  });

  test("a folder that is a link leads nowhere", async () => {
    const { dir } = await hostileMake();
    const { make, take } = await hostileMake("mkdir arch", `ln -s ${dir} arch/boot`);
    await make();
    expect(await offence(take("arch/boot/secret"))).toContain("as a symbolic link (boot)");
  });

  test("no hard link to a file that it may only read, or to a program of the host, can be made", async () => {
    const { make, objects } = await hostileMake(
      "-ln /tmp/source/file one",
      "-ln /usr/bin/make two",
    );
    expect((await make()).log).toContain("Invalid cross-device link");
    expect(await readdir(objects)).toEqual([]);
  });

  test("a FIFO, a socket and a folder are refused at once", async () => {
    const socket = `perl -MSocket -e 'socket(S,1,1,0); bind(S,pack_sockaddr_un("socket")) or die'`;
    const { make, take } = await hostileMake("mkfifo fifo", socket, "mkdir folder");
    expect((await make()).exitCode).toBe(0);
    expect(await offence(take("fifo"))).toBe("the build left fifo as a FIFO");
    expect(await offence(take("socket"))).toBe("the build left socket as a socket");
    expect(await offence(take("folder"))).toBe("the build left folder as a folder");
  });

  test("no device can be made", async () => {
    const { make, objects } = await hostileMake("-mknod disk b 8 0", "-mknod mem c 1 1");
    expect((await make()).log).toContain("Operation not permitted");
    expect(await readdir(objects)).toEqual([]);
  });

  test("a file of 200 GB without a byte in it cannot be made", async () => {
    const { make, objects } = await hostileMake("truncate -s 200G vmlinux");
    expect((await make()).exitCode).not.toBe(0);
    expect((await stat(join(objects, "vmlinux"))).size).toBe(0);
  });

  test("no file runs as another user, whichever way it is made", async () => {
    const { make, objects } = await hostileMake(
      "cp /bin/true a; chmod u+s a; chmod g+s a; chmod 6755 a; true",
      "install -m 4755 /bin/true b; true",
      'perl -e \'umask 0; sysopen(F,"c",0101,04777); mkdir("d",02777)\'; true',
    );
    await make();
    for (const name of await readdir(objects))
      expect((await stat(join(objects, name))).mode & 0o6000, name).toBe(0);
  });

  test("a file from the year 2099 is taken for its bytes, as any other", async () => {
    const { make, take } = await hostileMake("echo bytes >bzImage", "touch -d 2099-01-01 bzImage");
    await make();
    const taken = await take("bzImage");
    expect(await readFile(taken, "utf8")).toBe("bytes\n");
    expect((await stat(taken)).mtimeMs).toBeLessThan(Date.now() + 60_000);
  });

  test("a link in the place that its product is copied to is not written through", async () => {
    const { dir, secret, objects, make } = await hostileMake();
    await make();
    const { make: link } = await hostileMake(`ln -s ${secret} copy`, "echo evil >bzImage");
    await link();
    await writeFile(join(objects, "bzImage"), "evil");
    await run(["ln", "-s", secret, join(dir, "copy")]);
    expect(await offence(copyProduct(objects, "bzImage", join(dir, "copy")))).toContain(
      "in the place of",
    );
    expect(await readFile(secret, "utf8")).toBe("secret\n");
  });
});

describe("what it leaves running", slow, () => {
  test("no daemon outlives its make: not in another session, not one that ignores signals", async () => {
    const mark = `daemon-${process.pid}-${Date.now()}`;
    const daemon = `setsid perl -e '$SIG{$_}="IGNORE" for qw(TERM HUP INT); fork && exit; $0="${mark}"; open(F, ">started"); sleep 600' &`;
    const { make } = await hostileMake(daemon, "until [ -e started ]; do :; done");
    expect((await make()).exitCode).toBe(0);
    expect((await commandLines()).filter((line) => line.startsWith(mark))).toEqual([]);
  });

  test("one that is stopped is gone with all that it started, whoever holds its output", async () => {
    const mark = `stopped-${process.pid}-${Date.now()}`;
    const silent = `setsid perl -e 'fork for 1..7; $0="${mark}"; open(F, ">$$"); sleep 600' >/dev/null 2>&1 </dev/null &`;
    const { objects, line } = await hostileMake(silent, "exec >/dev/null 2>&1; sleep 600");
    const stop = new AbortController();
    const stopped = run(line, { signal: stop.signal }).catch((error: unknown) => error);
    while ((await readdir(objects)).length < 2 ** 7) await setTimeout(5);
    stop.abort();
    expect(await stopped).toBeInstanceOf(Interrupted);
    expect((await commandLines()).filter((each) => each.startsWith(mark))).toEqual([]);
  });

  test("nothing waits there for the next build: the folder is nobody's once make is gone", async () => {
    const writes = "(setsid sh -c 'while :; do echo evil >late; done' &)";
    const { make, objects } = await hostileMake(writes, "until [ -s late ]; do :; done");
    await make();
    await writeFile(join(objects, "late"), "good");
    expect(await readFile(join(objects, "late"), "utf8")).toBe("good");
    expect((await commandLines()).filter((line) => line.includes("echo evil >late"))).toEqual([]);
  });
});

describe("what it reaches", () => {
  test("no file of the host by /proc: not by its first process, not by a descriptor", async () => {
    const { make, source } = await hostileMake(
      "-cat /proc/1/root/etc/shadow /proc/self/root/etc/shadow /proc/1/cwd/etc/shadow",
      "-exec 3</tmp/source/file; echo evil >/proc/self/fd/3",
      "-echo evil >>/proc/1/mem",
    );
    expect((await make()).stdout).toBe("");
    expect(await readFile(join(source, "file"), "utf8")).toBe("source\n");
  });

  test("no file that we hold open: of our descriptors it has three", async () => {
    const { dir } = await hostileMake();
    const line = sandboxed(["sh", "-c", "ls -l /proc/self/fd; cat <&9"], {
      folders: [{ from: dir, to: "/tmp/dir", writable: false }],
      env: {},
      cwd: "/tmp/dir",
    });
    const leaking = ["bash", "-c", `exec 9<${dir}/secret 8<&9; exec "$@"`, "bash", ...line];
    expect((await run(["cat", `${dir}/secret`])).stdout).toBe("secret\n");
    const { log } = await run(leaking);
    expect(log).not.toContain("secret");
    expect(log.match(/ \d+ -> /g)?.map((word) => word.trim())).toEqual([
      "0 ->",
      "1 ->",
      "2 ->",
      "3 ->",
    ]);
  });

  test("not the program that holds it: bwrap's own file, through /proc/1/exe", async () => {
    const bwrap = (await whereIs("bwrap")) ?? "";
    const before = await fileDigest(bwrap);
    const { make } = await hostileMake("-echo evil >>/proc/1/exe", "-echo evil >>/proc/self/exe");
    await make();
    expect(await fileDigest(bwrap)).toBe(before);
  });

  test("no setting of the host's kernel", async () => {
    const { make } = await hostileMake(
      ...["kernel/core_pattern", "kernel/modprobe", "vm/drop_caches", "fs/suid_dumpable"].map(
        (name) => `-cat /proc/sys/${name} >/dev/null; echo 0 >/proc/sys/${name} && echo WRITTEN`,
      ),
      "-echo c >/proc/sysrq-trigger && echo WRITTEN",
    );
    expect((await make()).stdout).toBe("");
  });

  test("no service of the host: neither by a socket's path nor by an abstract name", async () => {
    const { dir } = await hostileMake();
    const abstract = `twinboot-${process.pid}`;
    const byPath = createServer().listen(join(dir, "socket"));
    const byName = createServer().listen(`\0${abstract}`);
    const here = await run(["sh", "-c", connect(join(dir, "socket"))]);
    expect(here.stdout).toBe("reached");
    expect(await printed(connect(join(dir, "socket")), connect(`\\0${abstract}`))).toBe("");
    byPath.close();
    byName.close();
  });

  test("nothing of the host's /etc, /var, /opt, homes and mounts is there", async () => {
    expect(await printed("ls / /etc")).toBe(
      `/:\n${["bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "tmp", "usr"]
        .filter((name) => existsSync(`/${name}`))
        .join("\n")}\n\n/etc:\nalternatives\nld.so.cache\n`,
    );
  });

  test("no file keeps its mark against removal", async () => {
    const { make, objects } = await hostileMake(
      "echo x >made",
      "-chattr +i made",
      "-chattr +a made",
    );
    await make();
    await writeFile(join(objects, "made"), "ours");
  });
});
