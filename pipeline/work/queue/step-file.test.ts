// Steps that go to another machine as data, and come out the same or not at all.

import { expect, test } from "vitest";
import { InfraError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import { work } from "../../test/step-rig.ts";
import { readStepFile, stepFileOf, stepIn } from "./step-file.ts";

const seen = work("seen", {}, undefined, { nature: "observation" });
const tree = work("tree", { seen });
const kernel = work("kernel", { tree });
const kinds = new Map([tree, kernel].map(({ kind }) => [kind.name, kind]));
const file = readStepFile(stepFileOf([seen, tree, kernel]));
const observed = { [seen.id]: { commit: "c" } };

test("a step comes out with its id, its label, and all that it is made from", async () => {
  const again = stepIn(file, kernel.id, kinds, observed);
  expect(again).toMatchObject({ id: kernel.id, label: kernel.label });
  const { kind, params } = again.inputs["tree"]?.inputs["seen"] ?? seen;
  expect(await kind.run({} as never, params, {})).toEqual(pass({ commit: "c" }));
});

test("a step of a kind that is not known, or is another by now, is refused", () => {
  const other = new Map([...kinds, ["tree", { ...tree.kind, version: 2 }]]);
  expect(() => stepIn(file, kernel.id, other, observed)).toThrow(
    /another tree x, which this version/,
  );
  expect(() => stepIn(file, kernel.id, new Map(), observed)).toThrow(InfraError);
  expect(() => stepIn(file, work("none").id, kinds, observed)).toThrow(
    /not among those of its run/,
  );
});

test("a step whose parameters were changed on the way is refused", () => {
  const params = Object.fromEntries(Object.keys(file.params).map((name) => [name, { evil: true }]));
  expect(() => stepIn({ ...file, params }, kernel.id, kinds, observed)).toThrow(/another/);
});
