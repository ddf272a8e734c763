// @module-tag process

import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { GitRig } from "../test/git-rig.ts";
import { askMaintainers } from "./ask-maintainers.ts";

/** Says what it sees, in the form of the kernel's script. */
const script = `use strict;
open(my $m, "<", "MAINTAINERS") or die; my $list = <$m>; chomp $list;
my ($patch) = grep { !/^--/ } @ARGV;
open(my $p, "<", $patch) or die "no patch"; my ($path) = map { /^\\+\\+\\+ b\\/(.*)/ ? $1 : () } <$p>;
print $list, " (open list:", (-d "drivers/xen" ? "FOLDERS" : "NO FOLDERS"), ")\\n";
print "A <a\\@example.org> (maintainer:$path)\\n";
print "write <w\\@example.org> (reviewer:X)\\n" if open(my $w, ">", "MAINTAINERS");
print "home <h\\@example.org> (reviewer:X)\\n" if glob("/root/* /home/*");
exit(7) if $path =~ /broken/;
`;

async function asked(files: Record<string, string>, path = "lib/a.c") {
  const rig = await GitRig.make();
  const { commit } = await rig.commit({ "drivers/xen/x.c": "int x;\n", ...files });
  const mails = [`From: x\n\n+++ b/${path}\n`];
  return askMaintainers({ git: rig.git, workDir: await temporaryFolder(), commit, mails });
}

const tree = { MAINTAINERS: "list@example.org\n", "scripts/get_maintainer.pl": script };

test("the head's script is asked, sees its folders and MAINTAINERS, and can write nothing", async () => {
  expect(await asked(tree)).toEqual([
    [
      { name: "", address: "list@example.org", role: "open list:FOLDERS" },
      { name: "A", address: "a@example.org", role: "maintainer:lib/a.c" },
    ],
  ]);
});

test("a script that fails is told of, with where to look", async () => {
  await expect(asked(tree, "broken.c")).rejects.toThrow(
    "scripts/get_maintainer.pl of the head ended with 7",
  );
});

test("a head without the script, or without MAINTAINERS, has nobody to name", async () => {
  expect(await asked({ MAINTAINERS: "x\n" })).toBeUndefined();
  expect(await asked({ "scripts/get_maintainer.pl": script })).toBeUndefined();
});
