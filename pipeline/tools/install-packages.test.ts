// With this machine's own apt. What is installed already stays; what no archive has is refused in apt's words.

import { expect, test, vi } from "vitest";
import { installPackages } from "./install-packages.ts";

const { signal } = new AbortController();

test(
  "what is to be installed is said before, with the packages' names",
  { tags: ["vm"] },
  async () => {
    const said: string[] = [];
    await installPackages(["git", "make"], { say: (words) => said.push(words), signal });
    expect(said).toEqual(["installing 2 Debian packages with apt: git make"]);
  },
);

test(
  "a package that there is not ends in apt's words and the line to type",
  { tags: ["vm"] },
  async () => {
    const asked = installPackages(["no-such-package"], { say: () => undefined, signal });
    await expect(asked).rejects.toMatchObject({
      message: expect.stringMatching(/^apt-get install failed: .*no-such-package/) as string,
      hint: "as root: apt-get update && apt-get install --no-install-recommends no-such-package",
    });
  },
);

test("without apt the packages are named, and nothing is tried", async () => {
  vi.stubEnv("PATH", "/nowhere");
  const said: string[] = [];
  const asked = installPackages(["one", "two"], { say: (words) => said.push(words), signal });
  await expect(asked).rejects.toThrow("this is no Debian: missing are one two");
  expect(said).toEqual([]);
  vi.unstubAllEnvs();
});
