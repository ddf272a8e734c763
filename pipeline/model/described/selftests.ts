// The kernel's own tests, tools/testing/selftests, as programs that a guest runs.

import type { Artifact } from "../artifact.ts";

/** A line of images/selftests/list, or of a hypervisor's list of its own tests. */
export type Selftest = {
  readonly collection: string;
  /** Below tools/testing/selftests: `x86/sigreturn_64`; below Xen's tools/tests: `resource/test-resource`. */
  readonly program: string;
};

/** The text of the list, and its parsed entries. */
export type SelftestList = { readonly text: string; readonly programs: readonly Selftest[] };

export type BuiltSelftests = {
  /** An initramfs archive that follows a guest's: /selftests/*.list and the programs. */
  readonly archive: Artifact;
  /** Programs that are in the tree and did not compile: their tests fail, with the compiler's words. */
  readonly notBuilt: readonly string[];
  /** Programs that this tree does not have: their tests are skipped. */
  readonly notInHead: readonly string[];
};
