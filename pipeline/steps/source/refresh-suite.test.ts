import { expect, it } from "vitest";
import { InfraError } from "../../model/errors.ts";
import { sourcesOf } from "./refresh-suite.ts";

const uri = "http://mirror.example/debian/";
const origins = ["bookworm", "bookworm-updates", "bookworm-security"].map((suite) => ({
  uri,
  suite,
}));

it("takes updates and security of the installed suite, and sources of its main archive only", () => {
  const lines = sourcesOf("bookworm", "bookworm", origins).map((line) =>
    line.replace(/\[.*\] /, ""),
  );
  expect(lines).toEqual([
    `deb ${uri} bookworm main`,
    `deb ${uri} bookworm-updates main`,
    `deb ${uri} bookworm-security main`,
    `deb-src ${uri} bookworm main`,
  ]);
});

it("takes another suite from where the installed one comes from", () => {
  const lines = sourcesOf("sid", "bookworm", origins).map((line) => line.replace(/\[.*\] /, ""));
  expect(lines).toEqual([`deb ${uri} sid main`, `deb-src ${uri} sid main`]);
});

it("trusts nothing but Debian's own keyring", () => {
  for (const line of sourcesOf("sid", "bookworm", origins))
    expect(line).toContain("[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]");
});

it("says that a machine without a Debian archive is none of ours", () => {
  expect(() => sourcesOf("sid", "noble", origins)).toThrow(InfraError);
});
