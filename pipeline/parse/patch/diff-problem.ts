// What is wrong with a diff, and where.

export class DiffProblem extends Error {
  /** Of the text that was read, counted from 1. */
  readonly line: number;
  /** What to do about it. */
  readonly next: string;

  /** @param at index of the line */
  constructor(at: number, why: string, next = "get the patch again, as its author sent it") {
    super(why);
    this.line = at + 1;
    this.next = next;
  }
}
