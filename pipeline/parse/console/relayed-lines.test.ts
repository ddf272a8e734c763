// Lines that Xen relays of its domains: in pieces on the console, whole for every reader.

import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { consoleFacts } from "./console.ts";
import { recordsIn } from "./guest-records.ts";
import { wholeLines } from "./relayed-lines.ts";

const nonce = "00112233445566aa";

/** As Xen's emulated UART hands text on. */
function relayedBy(domain: string, text: string): string[] {
  const lines = text.split("\n").slice(0, -1);
  return lines.flatMap((line) =>
    (`${line}\n`.match(/[^\n]{126}|[^\n]{0,125}\n/g) ?? []).map(
      (piece) => `(XEN) ${domain}: ${piece.replace("\n", "")}\r`,
    ),
  );
}

function record(seq: number, value: string): string {
  const json = `{"record":"fact","name":"a","value":"${value}"}`;
  const sum = crc32(`${nonce} ${seq} ${json}`).toString(16).padStart(8, "0");
  return `@tb ${nonce} ${seq} ${sum} ${json}`;
}

describe("a line of a domain", () => {
  const long = "x".repeat(300);

  test("that came in pieces is whole, where its last piece stood", () => {
    const lines = relayedBy("DOM1", `${long}\nnext\n`);
    expect(lines).toHaveLength(4);
    expect(wholeLines(lines)).toEqual(["", "", `(XEN) DOM1: ${long}`, "(XEN) DOM1: next"]);
  });

  test("is whole at any length, and only what belongs to it is joined", () => {
    for (let length = 0; length < 400; length++) {
      const text = "y".repeat(length);
      const lines = wholeLines(relayedBy("DOM1", `${text}\nnext\n`)).filter(Boolean);
      expect(lines).toEqual([`(XEN) DOM1: ${text}`, "(XEN) DOM1: next"]);
    }
  });

  test("is told from another domain's, and from Xen's own", () => {
    const [first = "", second = "", third = ""] = relayedBy("DOM1", `${long}\n`);
    const [other = ""] = relayedBy("DOM2", "hello\n");
    const xen = "(XEN) d1v0 unhandled\r";
    expect(wholeLines([first, other, second, xen, third])).toEqual([
      "",
      "(XEN) DOM2: hello",
      "",
      xen,
      `(XEN) DOM1: ${long}`,
    ]);
  });

  test("that never ended is still shown", () => {
    const lines = relayedBy("DOM1", `${long}\n`).slice(0, 2);
    expect(wholeLines([...lines, ""])).toEqual(["", "", `(XEN) DOM1: ${"x".repeat(252)}`]);
    expect(wholeLines([...lines, "cut"]).at(-1)).toBe(`(XEN) DOM1: ${"x".repeat(252)}\rcut`);
  });

  test("gives records that are longer than a piece", () => {
    const text = `${record(0, "short")}\r\n${record(1, long)}\r\n`;
    const bytes = Buffer.from(relayedBy("DOM1", text).join("\n"));
    const { records, damaged } = recordsIn(consoleFacts("console.log", bytes).segments);
    expect(damaged).toEqual([]);
    expect(records.map(({ body }) => body)).toMatchObject([{ value: "short" }, { value: long }]);
  });
});
