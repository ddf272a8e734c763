// Where a patch stands, in the words of two distributions.

import type { UpstreamState } from "../../model/patches/upstream-state.ts";

/**
 * `Upstream-Status` of OpenEmbedded and Yocto: Pending, Submitted, Backport, Denied, Inappropriate or Inactive-Upstream.
 * Source: https://docs.yoctoproject.org/contributor-guide/recipe-style-guide.html
 */
export function openembeddedState(state: UpstreamState): string {
  switch (state.status) {
    case "pending":
      return `Upstream-Status: Pending [${state.why}]`;
    case "submitted":
      return `Upstream-Status: Submitted [${state.to}]`;
    case "queued":
      return `Upstream-Status: Backport [${state.repository} ${state.commit}]`;
    case "mainline":
      return `Upstream-Status: Backport [https://git.kernel.org/linus/${state.commit}]`;
    case "denied":
      return `Upstream-Status: Denied [${state.why}]`;
    case "inappropriate":
      return `Upstream-Status: Inappropriate [${state.why}]`;
    case "inactive":
      return `Upstream-Status: Inactive-Upstream [${state.why}]`;
  }
}

/**
 * `Patch-mainline` and what must stand beside it. Source: README.md of SUSE's kernel-source, "Patch headers"; its
 * scripts sort by Git-commit.
 */
export function suseState(state: UpstreamState): string[] {
  switch (state.status) {
    case "pending":
      return [`Patch-mainline: Not yet, ${state.why}`];
    case "submitted":
      return [`Patch-mainline: Submitted, ${state.date} - ${state.to}`];
    case "queued":
      return [
        "Patch-mainline: Queued in subsystem maintainer repository",
        `Git-repo: ${state.repository}`,
        `Git-commit: ${state.commit}`,
      ];
    case "mainline":
      return [`Patch-mainline: ${state.release}`, `Git-commit: ${state.commit}`];
    case "denied":
      return [`Patch-mainline: Never, denied upstream: ${state.why}`];
    case "inappropriate":
      return [`Patch-mainline: Never, ${state.why}`];
    case "inactive":
      return [`Patch-mainline: Never, upstream is inactive: ${state.why}`];
  }
}
