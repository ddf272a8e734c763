// The kinds of steps that `./twinboot run` plans: what a worker makes steps of that it reads.

import type { Step } from "../../model/work/step.ts";
import { bootGuests } from "../../steps/boot/boot-guests.ts";
import { bootProgram } from "../../steps/boot/boot-program.ts";
import { boot } from "../../steps/boot/boot.ts";
import { guestBoot } from "../../steps/boot/guest-boot.ts";
import { judgeBoot } from "../../steps/boot/judge-boot.ts";
import { buildGuest } from "../../steps/build/build-guest.ts";
import { buildHostImage } from "../../steps/build/build-host-image.ts";
import { buildHypervisorTools } from "../../steps/build/build-hypervisor-tools.ts";
import { buildHypervisor } from "../../steps/build/build-hypervisor.ts";
import { buildKernel } from "../../steps/build/build-kernel.ts";
import { buildSelftests } from "../../steps/build/build-selftests.ts";
import { buildXtf } from "../../steps/build/build-xtf.ts";
import { configurationFiles } from "../../steps/build/configuration-files.ts";
import { configureKernel } from "../../steps/build/configure-kernel.ts";
import { rebuildKernel } from "../../steps/build/rebuild-kernel.ts";
import { unpackHypervisor } from "../../steps/build/unpack-hypervisor.ts";
import { findBase } from "../../steps/find-base.ts";
import { findPrerequisites } from "../../steps/find-prerequisites.ts";
import { newestClean } from "../../steps/newest-clean.ts";
import { rebaseSeries } from "../../steps/rebase-series.ts";
import { importHead } from "../../steps/source/import-head.ts";
import { keepGuestFile } from "../../steps/source/keep-guest-file.ts";
import { importHypervisor } from "../../steps/source/import-hypervisor.ts";
import type { Kinds } from "./step-file.ts";

const all = [
  importHead,
  importHypervisor,
  findBase,
  findPrerequisites,
  newestClean,
  rebaseSeries,
  configurationFiles,
  configureKernel,
  buildKernel,
  rebuildKernel,
  buildGuest,
  buildHostImage,
  buildHypervisor,
  buildHypervisorTools,
  unpackHypervisor,
  buildSelftests,
  buildXtf,
  keepGuestFile,
  boot,
  bootProgram,
  bootGuests,
  guestBoot,
  judgeBoot,
] as unknown as readonly Step["kind"][];

export const kinds: Kinds = new Map(all.map((kind) => [kind.name, kind]));
