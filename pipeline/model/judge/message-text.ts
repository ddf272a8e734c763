// A console line without what printk puts before it.

/** Of a message as it stands on a console: level, stamp and caller are taken away. */
export function messageText(line: string): string {
  return line.replace(/^(?:<\d+>)?(?:\[[^\]]*\] ?)*/, "");
}
