// The line between two states of a hypervisor, from a real server.
// @module-tag process

import { expect, test } from "vitest";
import { httpServer } from "../../test/git-servers.ts";
import { Served } from "../../test/served-rig.ts";
import { smallXen } from "../../test/small-xen.ts";
import { temporaryStore } from "../../test/store-rig.ts";
import { hypervisorCommits } from "./hypervisor-commits.ts";

const change = (text: string) => ({ ...smallXen, "xen/common.c": text });

test("is every first parent from the good commit to the bad one, and none where there is no way", async () => {
  const served = await Served.make();
  const root = await served.rig.commit(smallXen, "root");
  const one = await served.rig.commit(change("1"), "one", root);
  const two = await served.rig.commit(change("2"), "two", one);
  const side = await served.rig.commit(change("s"), "side", root);
  await served.branch(two);
  await served.branch(side, "side");
  const git = (await httpServer(served.root)).url(`${served.name}/.git`);
  const session = { store: await temporaryStore(), signal: new AbortController().signal };
  const between = async (from: string, to: string) => hypervisorCommits(session, { git, from, to });
  expect(await between(root.commit, two.commit)).toEqual([
    { commit: root.commit, subject: "root" },
    { commit: one.commit, subject: "one" },
    { commit: two.commit, subject: "two" },
  ]);
  expect(await between(side.commit, two.commit)).toBeUndefined();
});
