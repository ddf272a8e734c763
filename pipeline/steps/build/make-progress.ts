// How far a make of the kernel is: the objects that it says it compiles, of those that the configuration makes.

import type { StepContext } from "../../model/work/step.ts";

/** A line of kbuild's short output: `  CC      init/main.o`, `  AS      arch/x86/boot/header.o`. */
const compiled = /^ {2}(?:CC|AS) +\S+\.o$/gm;

/** Takes make's output in pieces, as it comes. `known`: about how many objects there will be. */
export function makeProgress(
  { advance }: Pick<StepContext, "advance">,
  known: number,
): (piece: string) => void {
  let begun = "";
  let done = 0;
  return (piece) => {
    const lines = (begun + piece).split("\n");
    begun = lines.pop() ?? "";
    const more = lines.join("\n").match(compiled)?.length ?? 0;
    if (!more) return;
    done += more;
    // make compiles some that no list of the configuration has.
    advance({ done, of: Math.max(done, known), unit: "objects" });
  };
}
