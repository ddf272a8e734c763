// Programs that look at source and are not asked of every machine.

export type Checker = {
  /** SHA-256 of the program. */
  readonly digest: string;
  /** How make calls it (CHECK=); of clang its name. */
  readonly command: string;
};

/** Absent where it is not installed. */
export type Checkers = Readonly<Partial<Record<CheckerName, Checker>>>;

export type CheckerName = "sparse" | "coccinelle" | "smatch" | "clang";

/** How to install it; a command line if Debian has the package. */
export const howToGet: Readonly<Record<CheckerName, string>> = {
  sparse: "apt-get install sparse",
  coccinelle: "apt-get install coccinelle ocaml-nox",
  smatch: "build it from https://repo.or.cz/smatch.git",
  clang: "apt-get install clang-19 lld-19 llvm-19",
};
