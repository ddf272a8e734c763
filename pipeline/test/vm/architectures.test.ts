// What other architectures need is installed by the pipeline itself, and the guest is a program of each.

import { expect, test } from "vitest";
import type { GuestImage } from "../../model/described/image.ts";
import { machineryOf } from "../../plan/matrix/matrix.ts";
import { chosenArchitectures, selectionOf } from "../../plan/read/selection.ts";
import { required } from "../../plan/required.ts";
import { mustRun } from "../../tools/shell.ts";
import { hostFor } from "../../work/host-for.ts";
import { withSession } from "../../work/session.ts";
import { valueFrom } from "../../work/value-from.ts";
import { pins } from "../description-rig.ts";

/** As readelf(1) names its machine. */
const machines: Readonly<Record<string, string>> = {
  x86_64: "Advanced Micro Devices X86-64",
  i386: "Intel 80386",
  um: "Advanced Micro Devices X86-64",
  arm64: "AArch64",
  ppc64le: "PowerPC64",
  riscv64: "RISC-V",
  s390x: "IBM S/390",
};

test("the guest compiles without a warning for every architecture", { tags: ["vm"] }, async () => {
  await withSession({}, async (session) => {
    const { descriptions: all } = session;
    const selection = selectionOf(all, { lane: "nightly", series: [] });
    const host = await hostFor(session, chosenArchitectures(all, selection), (words) =>
      console.log(words),
    );
    const nothing = { ...pins, hypervisors: new Map(), hostImages: new Map() };
    const { guests } = machineryOf({ all, selection, pins: nothing, host });
    expect([...guests.keys()].toSorted()).toEqual(Object.keys(machines).toSorted());
    const traces = await session.run([...guests.values()], () => undefined);
    for (const [name, step] of guests) {
      const { recorder }: GuestImage = valueFrom(traces, step);
      const about = await mustRun(["readelf", "--file-header", session.store.path(recorder)]);
      expect(about).toContain(required(machines[name], name));
    }
  });
});
