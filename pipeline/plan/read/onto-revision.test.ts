import { expect, test } from "vitest";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { withRevision } from "./onto-revision.ts";

const git = {
  kind: "git",
  url: "https://example.org/linux",
  ref: "master",
  channel: "warning",
} as const;
const debian = { kind: "debian", suite: "sid", channel: "warning" } as const;
const described = (heads: object): Descriptions =>
  ({ installation: { heads } }) as unknown as Descriptions;

test("a tag of the one git head is a head of its own, under its own name", () => {
  const all = withRevision(described({ sid: debian, mainline: git }), "v7.2-rc3", undefined);
  expect(all.installation.heads["v7.2-rc3"]).toEqual({ ...git, ref: "v7.2-rc3" });
});

test.each([
  [{ sid: debian }, "v7.2", undefined, "add one to twinboot.yaml"],
  [{ one: git, two: git }, "v7.2", undefined, "--head: one, two"],
  [{ one: git, sid: debian }, "v7.2", ["sid"], "--head: one"],
  [{ one: git }, "--upload-pack=x", undefined, "give a tag"],
])("of %j nobody knows what %s is", (heads, revision, names, next) => {
  const refused = (): unknown => withRevision(described(heads), revision, names);
  expect(refused).toThrow(`--onto ${revision}`);
  expect(refused).toThrow(
    expect.objectContaining({ hint: expect.stringContaining(next) as string }),
  );
});
