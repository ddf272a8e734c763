// The sandbox's filter on machines that are not there: its numbers are held to the headers of each architecture's C library, and
// a kernel of each answers to a program that has the filter.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { prefixOn } from "../../model/described/architecture.ts";
import type { MachinePlatform } from "../../model/described/platform.ts";
import { step } from "../../model/work/step.ts";
import { emulatorFor } from "../../plan/matrix/architecture-tools.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { chosenArchitectures, selectionOf } from "../../plan/read/selection.ts";
import { required } from "../../plan/required.ts";
import { qemuArguments } from "../../steps/boot/qemu-arguments.ts";
import { buildGuest } from "../../steps/build/build-guest.ts";
import { syscallFilter } from "../../tools/syscall-filter.ts";
import { type MachineCalls, systemCallsOf } from "../../tools/system-calls.ts";
import { mustRun, run } from "../../tools/shell.ts";
import { hostFor } from "../../work/host-for.ts";
import { planned } from "../../work/pinned.ts";
import { withSession } from "../../work/session.ts";
import { valueFrom } from "../../work/value-from.ts";
import { checkout } from "./cli-rig.ts";

const all = readDescriptions(checkout);
const silent = { onEvent: () => undefined };

/** Newer than the headers of Debian 12. */
const unknownThere = new Set(["fchmodat2", "open_tree_attr"]);

describe("the numbers of system calls", { tags: ["vm"] }, () => {
  const archs = ["x86_64", "arm64", "ppc64le", "riscv64", "s390x"].map((name) =>
    required(all.architectures.get(name), name),
  );
  beforeAll(async () => {
    const selection = selectionOf(all, { lane: "nightly", series: [] });
    await withSession({}, async (session) =>
      hostFor(session, chosenArchitectures(all, selection), console.log),
    );
  });

  test.each(archs)("of $architecture are those of its C library's headers", async (described) => {
    const compiler = `${prefixOn(described, "x86_64")}gcc`;
    const { stdout } = await run([compiler, "-E", "-dM", "-include", "asm/unistd.h", "-"], {
      input: "",
    });
    const { numbers } = systemCallsOf(described.machine);
    const known = Object.entries(numbers).filter(([name]) => !unknownThere.has(name));
    const asked = [...callNames(), ...known.map(([name]) => name)];
    const theirs = new Map(
      [...stdout.matchAll(/^#define __NR_(\w+) (\d+)$/gm)].map(([, name = "", n]) => [name, n]),
    );
    const there = [...new Set(asked)].flatMap((name) =>
      unknownThere.has(name) || !theirs.has(name) ? [] : [[name, Number(theirs.get(name))]],
    );
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(there));
  });

  test.each(archs)(
    "and what names $architecture to a filter is the kernel's",
    async (described) => {
      const { auditArch } = systemCallsOf(described.machine);
      const name = `AUDIT_ARCH_${described.machine.toUpperCase()}`;
      const asked = `#include <linux/audit.h>\nunsigned int value = ${name};\n`;
      const { stdout } = await run(["gcc", "-E", "-P", "-"], { input: asked });
      const [, sum = ""] = /value = (.*);/.exec(stdout) ?? [];
      const parts = sum
        .replaceAll(/[()\s]/g, "")
        .split("|")
        .map(Number);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(auditArch);
    },
  );
});

/** Every call that some machine has a number for. */
function callNames(): string[] {
  const machines = ["x86_64", "aarch64", "ppc64le", "riscv64", "s390x"];
  return [...new Set(machines.flatMap((name) => Object.keys(systemCallsOf(name).numbers)))];
}

describe("a program that has the filter", { tags: ["vm", "nightly"] }, () => {
  test.each(["bare-q35", "bare-arm64", "pseries", "bare-riscv64", "s390-virtio"])(
    "is refused on %s what the filter is for, and nothing else",
    async (name) => {
      const platform = required(all.platforms.get(name), name) as MachinePlatform;
      const { machine } = required(all.architectures.get(platform.arch), platform.arch);
      const calls = systemCallsOf(machine);
      const answers = await answersOn(platform, calls);
      expect(answers).toEqual(expectedOf(calls));
    },
  );
});

/** What the guest says of each call, by its name. */
async function answersOn(
  platform: MachinePlatform,
  calls: MachineCalls,
): Promise<Record<string, string>> {
  const program = await readFile(join(import.meta.dirname, "refused_calls.c"), "utf8");
  return withSession({}, async (session) => {
    const { plan } = await planned(session, { platform: [platform.platform], series: [] }, silent);
    const cell = required(plan.cells[0], platform.platform);
    const { kernel, guest } = cell.booted.inputs;
    const sources = { "init.c": program, ...headersOf(calls) };
    const params = { ...guest?.params, sources } as never;
    const image = step(buildGuest, "filter", params, {});
    const traces = await session.run([required(kernel, "kernel"), image], silent.onEvent);
    const files = {
      kernel: session.store.path(valueFrom(traces, cell.kernel).image),
      initramfs: session.store.path(valueFrom(traces, image).initramfs),
    };
    const { emulator } = emulatorFor(session.descriptions, session.host, platform.arch);
    const args = qemuArguments(platform, files, "0".repeat(16), "tcg");
    const said = await mustRun([emulator, ...args, "-serial", "stdio", "-monitor", "none"]);
    return Object.fromEntries(
      [...said.matchAll(/call (\S+): (\w+)/g)].map(([, call = "", answer = ""]) => [call, answer]),
    );
  });
}

/** Not asked by number: their arguments decide, or there would be no end. */
const byArguments = new Set([
  "clone",
  "chmod",
  "fchmod",
  "fchmodat",
  "fchmodat2",
  "mknod",
  "mknodat",
  "creat",
  "open",
  "openat",
  "socket",
  "ioctl",
  "chown",
  "fchownat",
]);
const absent = new Set(["clone3", "openat2", "io_uring_setup", "socketcall"]);

function askedByNumber({ numbers }: MachineCalls): string[] {
  return Object.keys(numbers).filter((name) => !byArguments.has(name) && !unknownThere.has(name));
}

function headersOf(calls: MachineCalls): Record<string, string> {
  const bytes = [...syscallFilter(calls)].join(",");
  return {
    "filter.h": `static const unsigned char filter[] __attribute__((aligned(8))) = {${bytes}};\n`,
    "calls.h": askedByNumber(calls)
      .map((name) => `CALL(${name}, -1, -1, -1, -1, -1),\n`)
      .join(""),
  };
}

function expectedOf(calls: MachineCalls): Record<string, string> {
  const byNumber = askedByNumber(calls).map((name) => [
    name,
    absent.has(name) ? "ENOSYS" : "EPERM",
  ]);
  return {
    ...Object.fromEntries(byNumber),
    "chmod-0755": "done",
    "chmod-4755": "EPERM",
    "open-0644": "done",
    "open-4755": "EPERM",
    "open-4755-old": "done",
    "mknod-4755": "EPERM",
    "socket-unix": "done",
    "socket-vsock": "EPERM",
    tiocsti: "EPERM",
    "clone-newuser": "EPERM",
    clone: "done",
    end: "done",
  };
}
