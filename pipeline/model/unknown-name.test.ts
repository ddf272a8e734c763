import { expect, test } from "vitest";
import { unknownName } from "./unknown-name.ts";

test("a short list is shown whole, the nearest first", () => {
  const error = unknownName("series", "yuors", ["alpha", "yours"], "./twinboot list series");
  expect(error.message).toBe("unknown series yuors (available: yours, alpha)");
  expect(error.hint).toBe("./twinboot list series");
});

test("of a long list the nearest three are shown, and how many more there are", () => {
  const names = ["bare-pc", "bare-q35", "kvm", "uml", "vmware", "xen-pv-dom0", "xen-pv-domu"];
  expect(unknownName("platform", "xen-pv-domo", names, "").message).toBe(
    "unknown platform xen-pv-domo (nearest: xen-pv-dom0, xen-pv-domu, kvm; 4 more)",
  );
});

test("where there is nothing to choose from, that is said", () => {
  expect(unknownName("series", "x", [], "").message).toBe("unknown series x (there is none)");
});

test("a name that is empty or has blanks is quoted", () => {
  expect(unknownName("head", "", ["sid"], "").message).toContain('unknown head ""');
  expect(unknownName("head", "a b", ["sid"], "").message).toContain('unknown head "a b"');
});

test.each([
  ["--platfrom", "--platform"],
  ["--plat", "--platform"],
  ["--dryrun", "--dry-run"],
  ["--Head", "--head"],
])("%s is nearest to %s", (word, nearest) => {
  const { message } = unknownName("option", word, ["--dry-run", "--head", "--platform"], "");
  expect(message).toContain(`(available: ${nearest}, `);
});
