// Everything that a run is told, read and checked.

import type { Architecture } from "./architecture.ts";
import type { Flavour } from "./flavour.ts";
import type { Hypervisor } from "./hypervisor.ts";
import type { HostImageDescription, Sources } from "./image.ts";
import type { Known } from "./known.ts";
import type { ImportedResult } from "./imported-result.ts";
import type { Installation } from "./installation.ts";
import type { Platform } from "./platform.ts";
import type { Profile } from "./profile.ts";
import type { SelftestList } from "./selftests.ts";
import type { BrokenSeries, HypervisorSeries, Series } from "./series.ts";

export type Named<T> = ReadonlyMap<string, T>;

export type Descriptions = {
  readonly installation: Installation;
  readonly series: Named<Series>;
  /** Those that change a hypervisor; each has the hypervisor that it makes in `hypervisors`, by its own name. */
  readonly hypervisorSeries: Named<HypervisorSeries>;
  readonly brokenSeries: Named<BrokenSeries>;
  readonly architectures: Named<Architecture>;
  readonly flavours: Named<Flavour>;
  readonly platforms: Named<Platform>;
  /** What each platform is, in words, by its name. */
  readonly platformProse: Named<string>;
  /** What finished kernels are certified for, by name. */
  readonly profiles: Named<Profile>;
  readonly hypervisors: Named<Hypervisor>;
  /** Images whose PID 1 serves guests. */
  readonly hostImages: Named<HostImageDescription>;
  /** What is known of consoles and tests, by name. */
  readonly known: Named<Known>;
  /** What others booted, by name. */
  readonly results: Named<ImportedResult>;
  /** C files of the guest; the accelerator's boot sector. */
  readonly guest: Sources;
  readonly bootSector: string;
  /** The source of the boot sector that measures the TSC. */
  readonly tscSector: string;
  readonly selftests: SelftestList;
  /** C of QEMU's plugin that says where instructions were executed. */
  readonly counter: string;
};

export type NamedValue<T> = { readonly name: string; readonly value: T };
