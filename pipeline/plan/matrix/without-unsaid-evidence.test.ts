import { join } from "node:path";
import { expect, test } from "vitest";
import { withoutUnsaidEvidence } from "./without-unsaid-evidence.ts";
import { readDescriptions } from "../read/read-descriptions.ts";
import { required } from "../required.ts";

const all = readDescriptions(join(import.meta.dirname, "../../.."));
const bare = required(all.platforms.get("bare-q35"), "bare-q35");
const line = "Booting paravirtualized kernel on bare hardware";

test("a kernel without PARAVIRT is not asked for the line that paravirt code says, and for all the rest", () => {
  const asked = withoutUnsaidEvidence(
    required(all.flavours.get("guest-native"), "guest-native"),
    bare,
  ).evidence;
  expect(bare.evidence.console).toContain(line);
  expect(asked).toEqual({ ...bare.evidence, console: [] });
  expect(asked.facts).toEqual({ "cpuid.hypervisorBit": "0" });
});

test("every other kernel is asked for all of it", () => {
  expect(withoutUnsaidEvidence(required(all.flavours.get("guest"), "guest"), bare)).toBe(bare);
});
