// Everything that a run is told, read and checked.

import type { Flavour } from "./flavour.ts";
import type { Hypervisor } from "./hypervisor.ts";
import type { Sources } from "./image.ts";
import type { Installation } from "./installation.ts";
import type { Platform } from "./platform.ts";
import type { BrokenSeries, Series } from "./series.ts";

export type Named<T> = ReadonlyMap<string, T>;

export type Descriptions = {
  readonly installation: Installation;
  readonly series: Named<Series>;
  readonly brokenSeries: Named<BrokenSeries>;
  readonly flavours: Named<Flavour>;
  readonly platforms: Named<Platform>;
  readonly hypervisors: Named<Hypervisor>;
  /** Sources of the images: C files of the guest, lists and init of dom0, the accelerator's boot sector. */
  readonly guest: Sources;
  readonly dom0: Sources;
  readonly bootSector: string;
};

export type NamedValue<T> = { readonly name: string; readonly value: T };
