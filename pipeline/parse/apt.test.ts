// What apt prints.

import { expect, test } from "vitest";
import { aptOrigins, sourceFiles, stanzas } from "./apt.ts";

const shown = `Package: xen
Version: 4.17.5+72-g01140da4e8-1
Build-Depends: debhelper,
 python3
Checksums-Sha256:
 53922f4d0a02c577f2ea9d63f65989cd88715779eebeed879ca1d314103ee06e 4614236 xen_4.17.5.orig.tar.xz
 aa22f4d0a02c577f2ea9d63f65989cd88715779eebeed879ca1d314103ee06e0 132 xen_4.17.5-1.dsc
Homepage: https://xenproject.org/

Package: xen
Version: 4.17.3-1

`;

test("paragraphs are told apart, folded fields joined, colons in values kept", () => {
  const [one, two, ...none] = stanzas(shown);
  expect(none).toEqual([]);
  expect(one?.get("Build-Depends")).toBe("debhelper,\npython3");
  expect(one?.get("Homepage")).toBe("https://xenproject.org/");
  expect(two?.get("Version")).toBe("4.17.3-1");
});

test("a source package's files come with their digests", () => {
  const [one, two] = stanzas(shown);
  expect(one && sourceFiles(one)).toEqual([
    {
      file: "xen_4.17.5.orig.tar.xz",
      sha256: "53922f4d0a02c577f2ea9d63f65989cd88715779eebeed879ca1d314103ee06e",
    },
    {
      file: "xen_4.17.5-1.dsc",
      sha256: "aa22f4d0a02c577f2ea9d63f65989cd88715779eebeed879ca1d314103ee06e0",
    },
  ]);
  expect(two && sourceFiles(two)).toEqual([]);
});

test("no answer is no paragraph", () => {
  expect(stanzas("")).toEqual([]);
  expect(stanzas("\n \n\n")).toEqual([]);
});

test("an archive counts once, and only its component main", () => {
  const text = `http://mirror.example/debian/ bookworm main
http://mirror.example/debian/ bookworm main
http://mirror.example/debian/ bookworm contrib
http://mirror.example/debian-security/ bookworm-security main
`;
  expect(aptOrigins(text)).toEqual([
    { uri: "http://mirror.example/debian/", suite: "bookworm" },
    { uri: "http://mirror.example/debian-security/", suite: "bookworm-security" },
  ]);
  expect(aptOrigins("")).toEqual([]);
});
