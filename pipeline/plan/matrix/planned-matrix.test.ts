// What the machines of a night plan each for itself is what their parts are held against.

import { resolve } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson } from "../../model/json.ts";
import {
  cellName,
  plannedMatrixSchema,
  type PlannedMatrix,
} from "../../model/record/planned-matrix.ts";
import { host, pins as small } from "../../test/description-rig.ts";
import { planOf } from "./matrix.ts";
import type { Pins } from "./pins.ts";
import { matrixOfParts, plannedMatrix } from "./planned-matrix.ts";
import { readDescriptions } from "../read/read-descriptions.ts";
import { type Filters, neededHostImages, selectionOf } from "../read/selection.ts";

const all = readDescriptions(resolve(import.meta.dirname, "../../.."));
const [main] = small.heads.values();
const night: Filters = { head: ["all"], lane: "nightly" };
const packages = [{ name: "qemu-system-x86", version: "7.2" }];
const pins: Pins = {
  ...small,
  heads: new Map(
    Object.keys(all.installation.heads).flatMap((name) => (main ? [[name, main]] : [])),
  ),
  hostImages: new Map(
    neededHostImages(all, selectionOf(all, night)).map((name) => [name, packages]),
  ),
};

function matrixFor(filters: Filters): PlannedMatrix {
  const plan = planOf({ all, selection: selectionOf(all, filters), pins, host });
  return plannedMatrix(plan, all.platforms, host);
}

/** As a file keeps it. */
function written(matrix: PlannedMatrix): PlannedMatrix {
  return plannedMatrixSchema.parse(JSON.parse(JSON.stringify(matrix)));
}

test("every job of the night plans, for its head and flavour, the cells that merge asks of it", () => {
  const selection = selectionOf(all, night);
  const whole = written(matrixOfParts({ all, selection, pins, host }));
  expect(whole.cells.map(cellName).toSorted()).toEqual(
    matrixFor(night).cells.map(cellName).toSorted(),
  );
  const asked = new Set([...whole.kernels, ...whole.rebases].map(canonicalJson));
  for (const head of selection.heads)
    for (const flavour of selection.flavours) {
      const part = written(matrixFor({ head: [head], flavour: [flavour], lane: "nightly" }));
      const own = whole.cells.filter((one) => one.head === head && one.flavour === flavour);
      expect(part.cells.map(canonicalJson)).toEqual(own.map(canonicalJson));
      const planned = [...part.kernels, ...part.rebases].map(canonicalJson);
      expect(planned.filter((one) => !asked.has(one))).toEqual([]);
    }
});
