import { join } from "node:path";
import { expect, test } from "vitest";
import { asSaidBy } from "./as-said-by.ts";
import { readDescriptions } from "./read-descriptions.ts";
import { wanted } from "./wanted.ts";

const all = readDescriptions(join(import.meta.dirname, "../.."));
const bare = wanted(all.platforms.get("bare-q35"), "bare-q35");
const line = "Booting paravirtualized kernel on bare hardware";

test("a kernel without PARAVIRT is not asked for the line that paravirt code says, and for all the rest", () => {
  const asked = asSaidBy(wanted(all.flavours.get("guest-native"), "guest-native"), bare).evidence;
  expect(bare.evidence.console).toContain(line);
  expect(asked).toEqual({ ...bare.evidence, console: [] });
  expect(asked.facts).toEqual({ "cpuid.hypervisorBit": "0" });
});

test("every other kernel is asked for all of it", () => {
  expect(asSaidBy(wanted(all.flavours.get("guest"), "guest"), bare)).toBe(bare);
});
