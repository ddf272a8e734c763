// What a description says to people. A plan never sees it, so that better words build and boot nothing again.

/** A description of any kind, as a plan sees it. Distributes over unions, so that `entry` still tells platforms apart. */
export type WithoutProse<T> = T extends unknown ? Omit<T, "describes"> : never;

export function withoutProse<T extends { readonly describes: string }>(described: T) {
  const { describes: _, ...rest } = described;
  return rest as WithoutProse<T>;
}
