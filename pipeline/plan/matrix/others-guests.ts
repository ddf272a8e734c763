// Guests that are not ours, and are no files of a suite: kernels of the user's, and the tests of XTF.

import type { Descriptions } from "../../model/described/descriptions.ts";
import type { HostFacts } from "../../model/described/host.ts";
import { xtfSource } from "../../model/described/xtf.ts";
import { step } from "../../model/work/step.ts";
import { buildXtf } from "../../steps/build/build-xtf.ts";
import { keepGuestFile } from "../../steps/source/keep-guest-file.ts";
import { programsFor } from "./architecture-tools.ts";
import type { Machinery } from "./cell.ts";
import type { Pins } from "./pins.ts";

type Request = {
  readonly all: Descriptions;
  readonly pins: Pins;
  readonly host: HostFacts;
};
type OthersGuests = Pick<Machinery, "guestFiles" | "xtf">;

/** `xtf`: absent where no chosen platform runs its tests, and where nothing says where it is. */
export function othersGuests(request: Request): OthersGuests {
  const files = [...(request.pins.guestFiles ?? [])];
  const guestFiles = new Map(
    files.map(([path, pin]) => [path, step(keepGuestFile, path, { path, pin }, {})]),
  );
  return { guestFiles, ...builtXtf(request) };
}

function builtXtf({ all, pins, host }: Request) {
  const { xtf } = all.installation;
  if (!xtf || !pins.xtf) return {};
  const params = { source: xtfSource(xtf), pin: pins.xtf, ...programsFor(all, host, "x86_64") };
  return { xtf: step(buildXtf, "xtf", params, {}) };
}
