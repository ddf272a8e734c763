// A guest's kernel that is a file of the user's: what it was when the run began.

import type { Artifact } from "../artifact.ts";

export type GuestFilePin =
  | { readonly sha256: string }
  /** In words, with what to do next. Only the row that boots it fails by it. */
  | { readonly outOfReach: string; readonly next: string };

export type GuestFile = { readonly kernel: Artifact };
