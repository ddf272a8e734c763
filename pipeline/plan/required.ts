// A name that the descriptions were checked for.

/** Throws where a checked name leads nowhere: that is our mistake, not the user's. */
export function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new Error(`${name} was not checked before it was planned with`);
}
