// What may be posted on.

import { describe, expect, test } from "vitest";
import type { HeadDescription, HeadPin } from "../model/described/head.ts";
import { seeBase, seeSameBase } from "./base.ts";

const git = (ref: string, channel: "posting" | "warning") => {
  const description: HeadDescription = {
    kind: "git",
    url: "https://example.org/linux.git",
    ref,
    channel,
  };
  const pin: HeadPin = {
    kind: "git",
    url: description.url,
    ref,
    commit: "0".repeat(40),
    history: "all",
  };
  return { description, pin, release: "7.3.0-rc1" };
};

describe("the base", () => {
  test.each([
    ["a tag", git("refs/tags/v7.3-rc1", "posting"), "passed"],
    ["a subsystem's branch", git("x86/core", "posting"), "passed"],
    ["a commit", git("0123456789abcdef", "posting"), "failed"],
    ["linux-next", git("master", "warning"), "failed"],
  ])("%s", (_, head, outcome) => {
    expect(seeBase(head).outcome).toBe(outcome);
  });

  test("a distribution's tree is a release with patches: a person says which tag it stands for", () => {
    const pin: HeadPin = {
      kind: "debian",
      package: "linux-source-7.2",
      version: "7.2.13-1",
      suite: "sid",
      sha256: "",
    };
    const description: HeadDescription = { kind: "debian", suite: "sid", channel: "posting" };
    const seen = seeBase({ description, pin, release: "7.2.13" });
    expect(seen.outcome).toBe("person");
    expect(seen.words).toMatch(/give v7\.2\.13 as base-commit/);
  });

  test("is what it was tested on: by tree, not by commit", () => {
    const head = { name: "a", commit: "1".repeat(40), tree: "2".repeat(40), release: "7.2.13" };
    expect(seeSameBase({ head, writtenOn: { ...head, commit: "3".repeat(40) } }).outcome).toBe(
      "passed",
    );
    const other = { ...head, name: "b", tree: "4".repeat(40) };
    expect(seeSameBase({ head, writtenOn: other })).toMatchObject({
      outcome: "failed",
      words:
        "written on b, commit 111111111111, and seen here on a, commit 111111111111: refresh it onto that head",
    });
  });
});
