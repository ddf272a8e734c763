// The result of compiling the files that a series touches, with one configuration.

/** An object that a touched C file gives. */
export type TouchedObject = {
  /** `drivers/base/hypervisor.o` */
  readonly object: string;
  /** The options that must be on for it to be built; null where no Makefile of the tree says how it is. */
  readonly options: readonly string[] | null;
};

export type Compiled = {
  /** Objects that were asked of make. */
  readonly objects: readonly string[];
  /** Touched objects that this configuration leaves out. */
  readonly left: readonly string[];
  /** Why make stopped; empty where it did not. */
  readonly errors: readonly string[];
  /** Each file and message once, with the line that was printed. */
  readonly complaints: readonly Complaint[];
};

export type Complaint = {
  readonly file: string;
  readonly message: string;
  readonly line: string;
};

/** As sets: what was there before is the head's, wherever it stands now. */
export function newComplaints(
  before: Pick<Compiled, "complaints">,
  after: Pick<Compiled, "complaints">,
): Complaint[] {
  const known = new Set(before.complaints.map(keyOf));
  return after.complaints.filter((one) => !known.has(keyOf(one)));
}

function keyOf({ file, message }: Complaint): string {
  return `${file}: ${message}`;
}
