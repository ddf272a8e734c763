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

const address = String.raw`\[?<?[0-9a-f]{8,16}>?\]?`;

/** Where the CPU stood, as each architecture says it. */
const stood = [
  String.raw`R?E?IP: (?:[0-9a-f]{4}:)?`,
  // arm64, riscv
  String.raw`e?pc : `,
  // powerpc
  String.raw`NIP ${address} `,
  // s390
  String.raw`Krnl PSW : ${address} ${address} \(`,
  // "WARNING: ... at", "PC is at", "self-detected hard LOCKUP @"
  String.raw`(?!LR is ).* (?:at|@) `,
].join("|");

/** What a call returns to: in a register, or in the trace, where some architectures print addresses before it. */
const returns = String.raw`\s*(?:(?:lr|ra) : |LR (?:is at |${address} ))?(?:${address} ){0,2}`;

const form = new RegExp(
  String.raw`^(?:(?<stood>${stood})|${returns})\.?(?<name>[A-Za-z_][\w.]*)\+0x(?<offset>[0-9a-f]{1,8})\/0x(?<size>[0-9a-f]{1,8})(?: \[(?<module>[\w-]{1,64})(?: [0-9a-f]{8,64})?\])?(?=\s|\)|$)(?!(?: \[[^\]]*\])? \(unreliable\))`,
);

function frameIn(text: string): StackFrame | undefined {
  const groups = form.exec(text)?.groups ?? {};
  const { name = "", offset: at = "", size: length = "", module } = groups;
  const [offset, size] = [Number.parseInt(at, 16), Number.parseInt(length, 16)];
  const exact = groups.stood !== undefined;
  if (!name || name.length > longestName || !isInside({ offset, size, exact })) return undefined;
  return {
    text: `${name}+0x${at}/0x${length}${module === undefined ? "" : ` [${module}]`}`,
    name,
    offset,
    size,
    ...(module === undefined ? {} : { module }),
    exact,
  };
}

/**
 * An address in no function is told as one far behind the nearest symbol. What a call returns to is behind that call: the
 * first byte of a function is where the one before it ends, in a call that never comes back.
 */
function isInside({ offset, size, exact }: Pick<StackFrame, "offset" | "size" | "exact">): boolean {
  return offset <= size && (exact || offset > 0);
}
