// What a kernel says on its console of where it stood: `do_one_initcall+0x59/0x200`, each once, in the order of the lines.

import type { Segment } from "../../model/boot/console-segment.ts";

export type StackFrame = {
  /** As it stands on the console; of a module's function with the module behind it. */
  readonly text: string;
  readonly name: string;
  readonly offset: number;
  /** Up to the next symbol. */
  readonly size: number;
  readonly module?: string;
  /** Where a CPU stood; else where a call returns to, which is behind the call. */
  readonly exact: boolean;
};

/** A reader needs no more, and a hostile console gets no more. */
const most = 64;
const longestName = 200;

/** What the unwinder only guesses (`? name`) is left out. */
export function stackFrames(segments: readonly Segment[]): StackFrame[] {
  const found = new Map<string, StackFrame>();
  for (const { speaker, domain, text } of segments) {
    if (domain || (speaker !== "kernel" && speaker !== "unstamped")) continue;
    const frame = frameIn(text);
    if (frame && !found.has(frame.text) && found.size < most) found.set(frame.text, frame);
  }
  return [...found.values()];
}

const form =
  /^(?<before>\s*|R?E?IP: (?:[0-9a-f]{4}:)?|.* at )(?<name>[A-Za-z_][\w.]*)\+0x(?<offset>[0-9a-f]{1,8})\/0x(?<size>[0-9a-f]{1,8})(?: \[(?<module>[\w-]{1,64})\])?(?=\s|$)/;

function frameIn(text: string): StackFrame | undefined {
  const { before = "", name = "", offset = "", size = "", module } = form.exec(text)?.groups ?? {};
  if (!name || name.length > longestName) return undefined;
  return {
    text: `${name}+0x${offset}/0x${size}${module === undefined ? "" : ` [${module}]`}`,
    name,
    offset: Number.parseInt(offset, 16),
    size: Number.parseInt(size, 16),
    ...(module === undefined ? {} : { module }),
    exact: before.trim() !== "",
  };
}
