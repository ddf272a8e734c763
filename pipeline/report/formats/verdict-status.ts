// A verdict in the words of KCIDB: an infrastructure's failure is never the kernel's.

import type { RunCell } from "../../model/record/run-record.ts";

export type Status = "FAIL" | "ERROR" | "MISS" | "PASS" | "DONE" | "SKIP";

/** ERROR: it ran without a clear result; MISS: it never ran. */
export function statusOf({ verdict, bootedIn }: Pick<RunCell, "verdict" | "bootedIn">): Status {
  switch (verdict) {
    case "pass":
      return "PASS";
    case "fail":
    case "base-broken":
      return "FAIL";
    case "blocked":
      return "MISS";
    case "infra":
      return bootedIn === undefined ? "MISS" : "ERROR";
    case "skip":
      return "SKIP";
    case "inconclusive":
      return "DONE";
  }
}
