// Debug symbols as people give them: a vmlinux and packages with one, of this build and of another; read by the real tools.
// @module-tag process

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { debOf, kept } from "../../test/kernel-package-rig.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { step } from "../../model/work/step.ts";
import { mustRun } from "../../tools/shell.ts";
import { resolveFrames } from "./resolve-frames.ts";

const store = await temporaryStore();

const source = `static int __attribute__((noinline)) inner(int n)
{
	return n * 3;
}
static inline __attribute__((always_inline)) int middle(int n)
{
	return inner(n) + 1;
}
int outer(int n)
{
	return middle(n) + 2;
}
void _start(void)
{
	for (;;)
		outer(1);
}
`;

/** As a kernel is linked: at its address, with a build-id. */
async function vmlinux(folder: string, options: readonly string[] = ["-g"]): Promise<string> {
  const [from, to] = [join(folder, "k.c"), join(folder, "vmlinux")];
  await writeFile(from, source);
  // prettier-ignore
  await mustRun(["gcc", "-O1", "-fno-inline-functions", "-ffreestanding", "-fno-pie", "-no-pie", "-nostdlib", "-static",
    "-mcmodel=kernel", "-Wl,--build-id=sha1", "-Wl,-Ttext=0xffffffff81000000", ...options, "-o", to, from], { cwd: folder });
  return to;
}

async function buildIdIn(path: string): Promise<string> {
  const notes = await mustRun(["readelf", "--notes", path]);
  return /Build ID: ([0-9a-f]+)/.exec(notes)?.[1] ?? "";
}

async function packageOf(path: string): Promise<string> {
  const folder = await temporaryFolder();
  const boot = join(folder, "root/usr/lib/debug/boot");
  await mkdir(boot, { recursive: true });
  await copyFile(path, join(boot, "vmlinux-6.1.0"));
  return debOf(join(folder, "root"), join(folder, "linux-image-dbg.deb"));
}

/** Where the call in a function returns to, as the disassembly has it. */
async function afterCallIn(path: string, name: string) {
  const text = await mustRun(["objdump", "--disassemble", "--wide", path]);
  const own = text.split(/^(?=[0-9a-f]{16} <)/m).find((part) => part.includes(`<${name}>:`)) ?? "";
  const from = BigInt(`0x${/^[0-9a-f]{16}/.exec(own)?.[0] ?? "0"}`);
  const [, next = "0"] = /\bcall\b[^\n]*\n\s*([0-9a-f]+):/.exec(own) ?? [];
  return { name, offset: Number(BigInt(`0x${next}`) - from), size: 0x10, exact: false };
}

async function resolved(path: string, buildId: string, places: Parameters<typeof params>[0]) {
  const file = await kept(store, path);
  try {
    const one = step(resolveFrames, "x", { ...params(places), file, buildId }, {});
    const outcome = await outcomeOn(store, one);
    return outcome.status === "pass" ? outcome.value : outcome.status;
  } catch (error) {
    return (error as Error).message;
  }
}

function params(places: readonly { name: string; offset: number; size: number; exact: boolean }[]) {
  return { places };
}

describe("debug symbols", () => {
  it("say the lines of the source that a kernel stood in, and what is inlined there", async () => {
    const path = await vmlinux(await temporaryFolder());
    const places = [
      { name: "inner", offset: 0, size: 0x10, exact: true },
      await afterCallIn(path, "outer"),
      { name: "nobody", offset: 0, size: 0x10, exact: true },
    ];
    expect(await resolved(path, await buildIdIn(path), places)).toEqual([
      [expect.stringMatching(/^inner at .*k\.c:3$/)],
      [
        expect.stringMatching(/^middle at .*k\.c:7$/),
        expect.stringMatching(/^outer at .*k\.c:11$/),
      ],
      [],
    ]);
  });

  it("may come in a package, as Debian's do", async () => {
    const path = await vmlinux(await temporaryFolder());
    const places = [{ name: "inner", offset: 0, size: 0x10, exact: true }];
    expect(await resolved(await packageOf(path), await buildIdIn(path), places)).toEqual([
      [expect.stringMatching(/^inner at .*k\.c:3$/)],
    ]);
  });

  it("of another build are refused", async () => {
    const path = await vmlinux(await temporaryFolder());
    const own = await buildIdIn(path);
    expect(await resolved(path, "0".repeat(40), [])).toBe(
      `--debug-symbols: vmlinux is of another kernel: its build-id is ${own}, the kernel's is ${"0".repeat(40)}`,
    );
  });

  it("without any are refused", async () => {
    const path = await vmlinux(await temporaryFolder(), ["-g0"]);
    expect(await resolved(path, await buildIdIn(path), [])).toMatch(/has no debug information/);
  });

  it.each([
    ["no ELF file", "words", /neither an ELF file nor a package/],
    ["an archive that was cut", "!<arch>\n", /cannot be unpacked/],
  ])("that are %s are refused", async (_, text, why) => {
    const path = join(await temporaryFolder(), "file");
    await writeFile(path, text);
    expect(await resolved(path, "0".repeat(40), [])).toMatch(why);
  });

  it("in a package without a vmlinux are refused", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "root/usr/lib/debug"), { recursive: true });
    await writeFile(join(folder, "root/usr/lib/debug/words"), "words");
    const path = await debOf(join(folder, "root"), join(folder, "none.deb"));
    expect(await resolved(path, "0".repeat(40), [])).toMatch(/cannot be unpacked|no vmlinux/);
  });
});
