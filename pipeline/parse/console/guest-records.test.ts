// Records on a console: whole, or reported as damage.

import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { guestRecords } from "./guest-records.ts";

const nonce = "00112233445566aa";

function record(seq: number, json: string, sum?: string): string {
  const right = crc32(`${nonce} ${seq} ${json}`).toString(16).padStart(8, "0");
  return `@tb ${nonce} ${seq} ${sum ?? right} ${json}`;
}

const start = '{"record":"start","protocol":1}';
const fact = '{"record":"fact","name":"a","value":"b"}';

describe("a record", () => {
  test("is read with its place", () => {
    expect(guestRecords(["noise", record(0, start), record(1, fact)]).records).toEqual([
      { line: 2, nonce, seq: 0, body: { record: "start", protocol: 1 } },
      { line: 3, nonce, seq: 1, body: { record: "fact", name: "a", value: "b" } },
    ]);
  });

  test("may have text before it and behind it, braces too", () => {
    const lines = [`[    1.0] x: ${record(0, start)}`, `${record(1, fact)}[ 1.0] {y} z }`];
    const { records, damaged } = guestRecords(lines);
    expect([records.length, damaged]).toEqual([2, []]);
  });

  test("that was said twice in a row counts once; one of another content does not pass for it", () => {
    expect(guestRecords([record(0, start), "", record(0, start)]).records).toHaveLength(1);
    expect(guestRecords([record(0, start), record(0, fact)]).records).toHaveLength(2);
  });

  test("with a checksum that begins with zeros is read", () => {
    for (let n = 0; n < 300; n += 1) {
      const { records } = guestRecords([record(n, fact)]);
      expect(records).toHaveLength(1);
    }
  });

  test("may hold what is not ASCII", () => {
    const json = '{"record":"fact","name":"a","value":"ü€😀\\u000a"}';
    expect(guestRecords([record(3, json)]).records[0]?.body).toEqual({
      record: "fact",
      name: "a",
      value: "ü€😀\n",
    });
  });
});

describe("damage", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["no numbers", "@tb hello", "form"],
    ["a nonce cut short", record(0, start).replace(nonce, nonce.slice(1)), "form"],
    ["no JSON at all", `@tb ${nonce} 0 00000000 `, "form"],
    ["a wrong checksum", record(0, start, "00000000"), "crc"],
    ["another number than the checksum's", record(0, start).replace(" 0 ", " 1 "), "crc"],
    ["a cut end", record(0, start).slice(0, -1), "crc"],
    ["an unknown kind", record(0, '{"record":"verdict","value":"pass"}'), "shape"],
    ["a key too many", record(0, '{"record":"start","protocol":1,"x":1}'), "shape"],
    ["a protocol of tomorrow", record(0, '{"record":"start","protocol":3}'), "shape"],
    [
      "a result that is none",
      record(0, '{"record":"test","name":"a","result":"ok","detail":""}'),
      "shape",
    ],
    ["what is no JSON", record(0, "{record}"), "shape"],
  ];

  test.each(cases)("is what a line with %s is", (_, line, why) => {
    const { records, damaged } = guestRecords(["", line]);
    expect(records).toEqual([]);
    expect(damaged).toEqual([{ line: 2, text: line, why }]);
  });

  test("is what a record longer than a guest ever writes is", () => {
    const long = `{"record":"fact","name":"a","value":"${"x".repeat(5000)}"}`;
    expect(guestRecords([record(0, long)]).damaged[0]?.why).toBe("crc");
  });

  test("is not what a line is that only speaks of records", () => {
    expect(guestRecords(["@tbx", "a@tb", "see @tb"]).damaged).toEqual([]);
  });
});
