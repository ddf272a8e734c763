// The systems that Twinboot supports: its package lists are resolved for each of them, and both README commands are
// run on each of them from nothing. Differences between them are queried from the tools, or are data.

export type SupportedSystem = {
  /** As `NAME` and `VERSION_ID` of os-release(5) say it. */
  readonly name: string;
  /** VERSION_CODENAME: what its archives are called. */
  readonly suite: string;
};

/** Ubuntu 24.04 is not in the list: it should work but is untested. */
export const supportedSystems: readonly SupportedSystem[] = [
  { name: "Debian 12", suite: "bookworm" },
  { name: "Debian 13", suite: "trixie" },
];
