import { describe, expect, it } from "vitest";
import { addressOf, symbolSpans } from "./symbol-addresses.ts";

const spans = symbolSpans(
  [
    "run ffffffff81000010 ffffffff81000030",
    "twice ffffffff81000100 ffffffff81000120",
    "twice ffffffff81000200 ffffffff81000240",
    "same ffffffff81000300 ffffffff81000310",
    "same ffffffff81000400 ffffffff81000410",
    "no line",
  ].join("\n"),
);

describe("an address", () => {
  it("is where a CPU stood, or in the call before what it returns to", () => {
    const place = { name: "run", offset: 0x10, size: 0x20 };
    expect(addressOf({ ...place, exact: true }, spans)).toBe(0xffffffff81000020n);
    expect(addressOf({ ...place, exact: false }, spans)).toBe(0xffffffff8100001fn);
  });

  it("is of a symbol that is alone, also if the kernel counts its size in another way", () => {
    const place = { name: "run", offset: 0, size: 0x18, exact: true };
    expect(addressOf(place, spans)).toBe(0xffffffff81000010n);
  });

  it("is of the symbol with that size where several have the name", () => {
    const place = { name: "twice", offset: 4, size: 0x40, exact: true };
    expect(addressOf(place, spans)).toBe(0xffffffff81000204n);
  });

  it.each([
    ["several symbols have the name and the size", "same", 0x10],
    ["none of several has the size", "twice", 0x30],
    ["there is no such symbol", "nobody", 0x10],
  ])("is not known where %s", (_, name, size) => {
    expect(addressOf({ name, offset: 1, size, exact: true }, spans)).toBeUndefined();
  });
});
