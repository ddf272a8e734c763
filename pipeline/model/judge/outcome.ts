// How a step ended.

import type { Digest } from "../digest.ts";
import type { Finding } from "./finding.ts";
import type { Json } from "../json.ts";

export type Outcome<V extends Json = Json> =
  | { readonly status: "pass"; readonly value: V }
  /** The thing under test is at fault; `value` is what was learned all the same. */
  | { readonly status: "fail"; readonly finding: Finding; readonly value?: V }
  /** An input did not pass; `by` is the step that failed first. */
  | { readonly status: "blocked"; readonly by: Digest }
  /** The host, the network or a tool failed. Never stored. */
  | { readonly status: "error"; readonly message: string; readonly hint: string };

export function pass<V extends Json>(value: V): Outcome<V> {
  return { status: "pass", value };
}

export function fail<V extends Json>(finding: Finding, value?: V): Outcome<V> {
  return value === undefined ? { status: "fail", finding } : { status: "fail", finding, value };
}
