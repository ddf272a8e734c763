// What a line of a source file stands in.

export type SourceObject = {
  readonly kind: "function" | "macro" | "type" | "data" | "entry" | "list";
  /** As one would name it: `foo`, `SYSCALL_DEFINE2(kill)`, `struct bar`, `config XEN`; never empty. */
  readonly name: string;
  /** Its first and last line, counted from 0; comments above it are not of it. */
  readonly first: number;
  readonly last: number;
};
