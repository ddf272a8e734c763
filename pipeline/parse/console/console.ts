// A console's bytes -> lines, segments, and the faults in them.

import type { ConsoleFacts } from "../../model/judge/console-fault.ts";
import { segmentsOf } from "./console-segments.ts";
import { faultsIn } from "./console-faults.ts";
import { resetsIn } from "./console-resets.ts";
import { wholeLines } from "./relayed-lines.ts";

/** Splits at line feeds, drops carriage returns; bytes that are no UTF-8 become U+FFFD. */
export function consoleFacts(name: string, bytes: Uint8Array): ConsoleFacts {
  const raw = wholeLines(new TextDecoder().decode(bytes).split("\n"));
  const segments = segmentsOf(raw);
  const lines = raw.map((line) => line.replaceAll("\r", ""));
  return { name, lines, segments, faults: [...faultsIn(segments), ...resetsIn(segments)] };
}
