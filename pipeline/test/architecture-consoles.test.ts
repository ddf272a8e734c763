// What kernels of other architectures, and Xen on Arm, say of their faults, and what healthy ones say: recorded consoles.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../model/judge/fingerprint.ts";
import { judgeLog } from "../model/judge/judge-log.ts";
import { consoleFacts } from "../parse/console/console.ts";
import { ktapOf } from "../parse/console/ktap.ts";
import { readSavedWitness } from "../parse/console/read-witness.ts";
import { stackFrames } from "../parse/console/stack-frames.ts";
import { caseOf, consoleFolder, corpus, judgementOf, witnessOfCase } from "./corpus-rig.ts";

const machines = corpus().filter(({ machine }) => machine !== undefined);
const faulty = machines.filter(({ machine }) => machine?.fault !== undefined);
const healthy = machines.filter(({ machine }) => machine?.fault === undefined);
const guests = ["arm64", "ppc64le", "riscv64", "s390x"];

const bytesOf = (name: string): Buffer => readFileSync(join(consoleFolder, `${name}.log`));

function count(all: typeof machines, name: string): number {
  return all.filter(({ machine }) => machine?.of === name).length;
}

test("every architecture has healthy consoles and fifteen faulty ones, Xen four", () => {
  for (const name of guests) expect([name, count(faulty, name) >= 15]).toEqual([name, true]);
  for (const name of [...guests, "xen-arm64"])
    expect([name, count(healthy, name) >= 1]).toEqual([name, true]);
  expect(count(faulty, "xen-arm64")).toBeGreaterThanOrEqual(4);
});

describe("a faulty machine", () => {
  test.each(faulty)("$name is known as $print", (one) => {
    const { finding } = judgementOf(one);
    expect(finding && fingerprintOf(finding)).toBe(one.print);
  });

  test.each(faulty.filter(({ print }) => print !== "hang"))(
    "$name fails as a log of another tool too",
    ({ name }) => {
      const log = readSavedWitness("saved.log", bytesOf(name));
      expect(judgeLog(log, ktapOf(log.console.segments)).verdict).toBe("fail");
    },
  );

  test.each([
    ["bug", "lkdtm_BUG"],
    ["warning", "lkdtm_WARNING"],
    ["exception", "lkdtm_EXCEPTION"],
    ["write-ro", "lkdtm_WRITE_RO"],
    ["corrupt-list-add", "lkdtm_CORRUPT_LIST_ADD"],
    ["usercopy-kernel", "lkdtm_USERCOPY_KERNEL"],
  ])("of %s names one function, whatever its architecture: %s", (fault, name) => {
    for (const machine of guests)
      expect(caseOf(`${machine}-${fault}`).print).toMatch(new RegExp(String.raw`\b${name}\b`));
  });

  test.each(["bug", "warning", "exception", "write-ro"])(
    "of %s tells where the CPU stood, and who called",
    (fault) => {
      for (const machine of guests) {
        const { segments } = consoleFacts("console.log", bytesOf(`${machine}-${fault}`));
        const [first, ...callers] = stackFrames(segments);
        const wanted = `lkdtm_${fault.toUpperCase().replaceAll("-", "_")}`;
        expect([machine, first]).toMatchObject([machine, { name: wanted, exact: true }]);
        expect(callers.map(({ name }) => name)).toContain("vfs_write");
      }
    },
  );
});

describe("a healthy machine", () => {
  test.each(healthy)("$name has nothing on its console that is taken for a fault", (one) => {
    expect(witnessOfCase(one).console.faults).toEqual([]);
  });

  test.each(healthy)("$name that starts over anywhere is seen to", ({ name }) => {
    const lines = bytesOf(name).toString("latin1").split("\n");
    const first = lines.findIndex((line) => line.includes("Linux version"));
    for (const at of [first + 20, Math.floor(lines.length / 2), lines.length]) {
      const text = [...lines.slice(0, at), ...lines].join("\n");
      const { faults } = consoleFacts("console.log", Buffer.from(text, "latin1"));
      expect([at, faults.some(({ kind }) => kind === "reset")]).toEqual([at, true]);
    }
  });
});
