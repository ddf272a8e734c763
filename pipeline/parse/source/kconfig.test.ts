// Kconfig text: asked, got, lost.

import { expect, test } from "vitest";
import { configValues, fragmentWithout, lostOptions } from "./kconfig.ts";

test("values are read as they are spelled, the last word on a symbol counts", () => {
  const text = `# CONFIG_A is not set
CONFIG_B=y
CONFIG_C="a = b # no comment"
CONFIG_D=0x10
# a comment on CONFIG_E=y
CONFIG_B=n
  CONFIG_F=y
# CONFIG_G is not set, it says
CONFIG_H=
`;
  expect(Object.fromEntries(configValues(text))).toEqual({
    CONFIG_A: "n",
    CONFIG_B: "n",
    CONFIG_C: '"a = b # no comment"',
    CONFIG_D: "0x10",
    CONFIG_H: "",
  });
});

test("an option is lost where .config says another value, or nothing", () => {
  const asked = configValues(
    "CONFIG_A=y\nCONFIG_B=y\nCONFIG_C=m\n# CONFIG_D is not set\n# CONFIG_E is not set\n",
  );
  const got = configValues("CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=y\nCONFIG_D=y\n");
  expect(lostOptions(asked, got)).toEqual([
    { symbol: "CONFIG_B", asked: "y", got: "n" },
    { symbol: "CONFIG_C", asked: "m", got: "y" },
    { symbol: "CONFIG_D", asked: "n", got: "y" },
  ]);
});

test("an option that is off and unknown to the tree is not lost", () => {
  expect(lostOptions(configValues("# CONFIG_A is not set\n"), configValues(""))).toEqual([]);
});

test("symbols are taken out of a fragment with nothing else: not those that begin alike", () => {
  const fragment = "# why\nCONFIG_A=y\nCONFIG_AB=y\n# CONFIG_B is not set\nCONFIG_C=y\n";
  expect(fragmentWithout(fragment, new Set(["CONFIG_A", "CONFIG_B"]))).toBe(
    "# why\nCONFIG_AB=y\nCONFIG_C=y\n",
  );
});
