// Lines of a domain that Xen relays in pieces -> whole lines.

/**
 * Xen's emulated UART for Arm hands on what it has at a line's end, or when its buffer is full: at so many bytes
 * (xen/arch/arm/vpl011.c: SBSA_UART_OUT_BUF_SIZE, less two), each time as a line behind the domain's name.
 */
const fullPiece = 126;

const relayed = /^((?:\(XEN\) ?)(?:\[[^\]]{1,40}\] )?(DOM\d+): )(.*?)\r?$/s;

export class RelayedLines {
  readonly #open = new Map<string, string>();

  /** Undefined where more of the line is to come; it is whole with its last piece. */
  push(line: string): string | undefined {
    const [, mark = "", domain = "", piece = ""] = relayed.exec(line) ?? [];
    if (!domain) return line;
    const whole = (this.#open.get(domain) ?? mark) + piece;
    this.#open.delete(domain);
    if (Buffer.byteLength(piece) !== fullPiece) return whole;
    this.#open.set(domain, whole);
    return undefined;
  }

  /** What lacks its end. */
  rest(): string[] {
    return [...this.#open.values()];
  }
}

/** As many lines as there were: a whole line stands where its last piece stood. */
export function wholeLines(lines: readonly string[]): string[] {
  const relay = new RelayedLines();
  const whole = lines.map((line) => relay.push(line) ?? "");
  const rest = relay.rest();
  return rest.length
    ? [...whole.slice(0, -1), [...rest, ...whole.slice(-1)].filter(Boolean).join("\r")]
    : whole;
}
