// The version in a kernel's top Makefile.

import { expect, test } from "vitest";
import { kernelRelease } from "./makefile.ts";

const makefile = (fields: string): string =>
  `# SPDX-License-Identifier: GPL-2.0\n${fields}NAME = Baby\n\nVERSION_X = 9\n`;

test.each([
  ["a stable release", "VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 13\nEXTRAVERSION =\n", "7.2.13"],
  ["a candidate", "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\n", "7.3.0-rc1"],
  ["no sublevel", "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL =\nEXTRAVERSION =\n", "7.3"],
  ["what is no Makefile of a kernel", "", ""],
])("of %s", (_, fields, release) => {
  expect(kernelRelease(makefile(fields))).toBe(release);
});
