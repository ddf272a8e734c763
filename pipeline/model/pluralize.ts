// How many there are of something, in words.

/** `1 patch`, `5 patches`. */
export function pluralize(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
