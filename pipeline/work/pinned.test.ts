// Before anything is planned that will be run, the machine has what the chosen architectures need.

import { expect, test, vi } from "vitest";
import { selectionOf } from "../plan/read/selection.ts";
import { descriptionsWith, host } from "../test/description-rig.ts";
import { ready } from "./pinned.ts";
import type { Session } from "./session.ts";

const needy = `architecture: x86_64
describes: PCs
make: x86_64
target: bzImage
image: arch/x86/boot/bzImage
machine: x86_64
cross: x86_64-linux-gnu-
guest: x86
emulator: qemu-system-x86_64
packages: { /no/such/firmware: no-such-package }
`;

/** A session whose first step ends the test: by then everything is installed. */
async function readyWith(options?: Parameters<typeof ready>[3]): Promise<unknown> {
  const descriptions = await descriptionsWith({ "images/architectures/x86_64.yaml": needy });
  const session = {
    descriptions,
    host,
    run: () => {
      throw new Error("it looked at the heads");
    },
  } as unknown as Session;
  vi.stubEnv("PATH", "/nowhere");
  const selection = selectionOf(descriptions, { platform: ["bare"] });
  try {
    return await ready(session, selection, { onEvent: () => undefined }, options);
  } finally {
    vi.unstubAllEnvs();
  }
}

test("what an architecture lacks is installed before anything else is looked at", async () => {
  await expect(readyWith()).rejects.toThrow("this is no Debian: missing are no-such-package");
});

test("a dry run installs nothing", async () => {
  await expect(readyWith({ dryRun: true })).rejects.toThrow("it looked at the heads");
});
