// Series that mean harm, built by the real steps in the real sandbox: none of them reaches the kernel of the next one.
// @module-tag process

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { changedLine, SmallBuilds, smallHead, withRecipe } from "../../test/small-tree.ts";

type Bench = { rig: GitRig; head: SourceTree; innocent: SourceTree; builds: SmallBuilds };

/** A store of its own, with nothing built. */
async function bench(): Promise<Bench> {
  const rig = await GitRig.make();
  const head = await rig.commit(smallHead);
  const innocent = await rig.commit({ ...smallHead, ...changedLine });
  return { rig, head, innocent, builds: new SmallBuilds(rig.store, head) };
}

/** The bytes that count, of a kernel that was built. */
function bytesOf(outcome: Outcome<Kernel>) {
  if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
  const { image, vmlinux, config, buildId, release } = outcome.value;
  return [image.digest, vmlinux.digest, config.digest, buildId, release];
}

/** Of the innocent series, in a store that saw nobody else. */
let clean: readonly string[];
let used: Bench;

beforeAll(async () => {
  const alone = await bench();
  clean = bytesOf(await alone.builds.build(alone.innocent));
  used = await bench();
  await used.builds.build(used.head);
});

/** What the hostile build came to; the innocent one that follows has a clean build's bytes. */
async function afterwards(tree: Tree, on = used): Promise<Outcome<Kernel>> {
  const outcome = await on.builds.build(await on.rig.commit(tree));
  expect(bytesOf(await on.builds.build(on.innocent))).toEqual(clean);
  return outcome;
}

const good = Buffer.from(changedLine["b.c"]).toString("base64");
const evil = Buffer.from(changedLine["b.c"].replace("3", "66")).toString("base64");
const atFake = `mkdir /tmp/fake && cd /tmp/fake && cp /tmp/linux/shared.h . && echo ${good} | base64 -d > b.c`;
const compile = "-I/tmp/objects/include -Ifirst -I. -c -o /tmp/objects/b.o b.c";

/** A compiler of gcc's own size and date that makes other objects, for what the innocent series is known to compile. */
const fakeCompiler = [
  atFake,
  `echo ${evil} | base64 -d > evil`,
  `printf '#!/bin/sh\\ncase "$*" in *-E*) exec /usr/bin/gcc "$@";; esac\\n' > gcc`,
  `printf 'exec /usr/bin/gcc -I. -x c -c -o /tmp/objects/b.o /tmp/fake/evil\\n' >> gcc`,
  "truncate -s $(stat -Lc %s /usr/bin/gcc) gcc",
  "touch -r $(readlink -f /usr/bin/gcc) gcc",
  "chmod +x gcc",
  `env -u CCACHE_READONLY ccache ./gcc ${compile}`,
].join(" && ");

/** What is found by the innocent series' key is what the hostile one's gives. */
const changedResults = [
  atFake,
  `ccache gcc ${compile}`,
  `echo ${evil} | base64 -d > b.c`,
  "touch mark",
  `ccache gcc ${compile}`,
  "new=$(find /tmp/ccache -name '*R' -newer mark)",
  "for one in $(find /tmp/ccache -name '*R' ! -newer mark); do cp $new $one; done",
].join(" && ");

const object = "printf EVIL | dd of=/tmp/objects/a.o conv=notrunc bs=1 seek=64 2>/dev/null";

/** Each runs once the series' own kernel is made. */
const attacks = {
  "writes into an object": object,
  "leaves an object dated in the future": "touch -d 2040-01-01 /tmp/objects/b.o",
  "dates all there is in the future": "find /tmp/objects -exec touch -d 2040-01-01 {} +",
  "leaves a folder in an object's place": "rm -f /tmp/objects/b.o; mkdir -p /tmp/objects/b.o/x",
  "rewrites what the next make is told": "echo 'flags := -DEVIL -g' > /tmp/objects/b.cmd",
  "lets the next make run its code": `echo '$(shell ${object.replace("/tmp/objects", "$(O)")})' > /tmp/objects/a.cmd`,
  "leaves settings that the next make includes":
    "echo 'flags := -Dint=long' > /tmp/objects/include/config/auto.conf",
  "leaves a header where the compiler looks first":
    "echo '#define WORD 9' > /tmp/objects/include/shared.h",
  "leaves a makefile among the sources":
    "mount -o remount,bind,rw /tmp/linux 2>/dev/null; echo 'bzImage: ; false' > /tmp/linux/GNUmakefile || true",
  "waits for the next build": `(setsid sh -c 'for n in $(seq 100); do sleep 0.02; ${object}; done' &) > /dev/null 2>&1`,
  "tells the compiler cache what to run":
    "echo 'prefix_command = /tmp/objects/evil' > /tmp/ccache/ccache.conf || true",
  "has a fake compiler fill the cache": `${fakeCompiler} || true`,
  "changes what lies in the cache": `${changedResults} || true`,
} as const;

/** Real builds in the sandbox. */
const slow = { tags: ["vm"] };

describe("after a series that", slow, () => {
  test.each(Object.entries(attacks))(
    "%s, the next one has a clean build's bytes",
    async (_, recipe) => {
      await afterwards(withRecipe("bzImage", recipe));
    },
  );

  test("is the first to be built on its head, the next one has a clean build's bytes", async () => {
    await afterwards(withRecipe("bzImage", object), await bench());
  });

  test("asks git for other bytes of its files, the next one has those of the blobs", async () => {
    const asking = { ".gitattributes": "*.c ident text eol=crlf\n" };
    await afterwards({ ...smallHead, ...changedLine, ...asking }, await bench());
  });

  test("was stopped in the middle, the next one has a clean build's bytes", async () => {
    const { rig, builds, innocent } = used;
    const source = await rig.commit(withRecipe("bzImage", `${object}; sleep 60`));
    const stop = AbortSignal.timeout(600);
    await expect(builds.build(source, stop)).rejects.toThrow("stopped");
    expect(bytesOf(await builds.build(innocent))).toEqual(clean);
  });
});

/** What stands in a product's place, and how the finding says it. */
const noProducts = {
  "as a symbolic link": (secret: string) => `ln -sf ${secret} /tmp/objects/vmlinux`,
  "as a symbolic link (arch)": (secret: string) =>
    `rm -r /tmp/objects/arch && ln -s ${secret} /tmp/objects/arch`,
  "as a FIFO": () => "rm /tmp/objects/vmlinux && mkfifo /tmp/objects/vmlinux",
  "as a folder": () => "rm /tmp/objects/vmlinux && mkdir /tmp/objects/vmlinux",
  "did not make": () => "rm /tmp/objects/.config",
  "without a build-id": () => "echo nothing > /tmp/objects/vmlinux",
};

describe("a series that leaves no product", slow, () => {
  test.each(Object.entries(noProducts))("(%s) is at fault for that", async (how, recipe) => {
    const secret = join(await temporaryFolder(), "secret");
    await writeFile(secret, "a secret");
    const outcome = await afterwards(withRecipe("bzImage", recipe(secret)));
    expect(outcome).toMatchObject({
      status: "fail",
      finding: { reason: "bad-product", fault: "series", summary: expect.stringContaining(how) },
    });
    expect(await readFile(secret, "utf8")).toBe("a secret");
  });

  test("has a configuration's link followed by nobody", async () => {
    const { rig, builds } = used;
    const victim = join(await temporaryFolder(), "profile");
    await writeFile(victim, "mine\n");
    const lay = `ln -sf ${victim} /tmp/scratch/config`;
    const tree = withRecipe("tinyconfig", lay);
    const outcome = await builds.configure(await rig.commit(tree));
    expect(outcome).toMatchObject({ status: "fail", finding: { reason: "bad-product" } });
    expect(await readFile(victim, "utf8")).toBe("mine\n");
  });
});
