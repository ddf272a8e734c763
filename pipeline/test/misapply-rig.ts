// A patch on a small driver, applied to a head by real git am -3, and the alarms it gives.

import { expect } from "vitest";
import type { MisapplyAlarm } from "../model/patches/patch-result.ts";
import { parsePatch } from "../parse/patch/patch.ts";
import { misapplyAlarms } from "../rebase/alarms/misapply-alarms.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { GitRig, type Tree } from "./git-rig.ts";

export const path = "arch/x86/xen/demo.c";

type Parts = { readonly attach?: string; readonly detach?: string; readonly between?: string };

export const attach = `static int demo_attach(struct device *dev)
{
	struct demo *demo = demo_get(dev);
	int ret;

	ret = demo_map(demo);
	if (ret)
		return ret;

	mutex_lock(&demo->lock);
	demo->attached = true;
	mutex_unlock(&demo->lock);

	return 0;
}
`;

export const detach = attach
  .replaceAll("attach(", "detach(")
  .replace("attached = true", "attached = false")
  .replace("demo_map", "demo_unmap");

export function source(parts: Parts = {}): string {
  return `// SPDX-License-Identifier: GPL-2.0
#include <linux/demo.h>
#include "demo.h"

static DEFINE_MUTEX(demo_mutex);

${parts.attach ?? attach}
${parts.between ?? "static int demo_count;\n"}
${parts.detach ?? detach}
MODULE_LICENSE("GPL");
`;
}

/** The patch of most tests: one line more under the lock. */
export const withCall = (line: string) =>
  attach.replace("\tmutex_unlock", `\t${line}\n\tmutex_unlock`);
export const patched = source({ attach: withCall("demo_log(demo, 1);") });

/** The alarms of the patch base → authored on head. */
export async function alarms(
  base: Tree,
  authored: Tree,
  head: Tree,
  withAuthored = true,
): Promise<MisapplyAlarm[]> {
  const rig = await GitRig.make();
  const from = await rig.commit(base, "base");
  const author = await rig.commit(authored, "the patch", from);
  const onto = await rig.commit(head, "head");
  const [file] = await rig.patches(from, author);
  const patch = file && parsePatch(Buffer.from(file.text).toString("latin1"));
  if (!file || !patch) throw new Error("no patch");
  const am = await rig.am(onto, [file]);
  expect(am.ok).toBe(true);
  const db = ObjectDatabase.of(rig.git.dir);
  const known = withAuthored ? { authored: author.tree } : {};
  return misapplyAlarms({
    db,
    base: from.tree,
    ...known,
    head: onto.tree,
    result: am.tree,
    patch,
    places: [],
  });
}

export const sources = (text: string, headers: Tree = {}): Tree => ({ [path]: text, ...headers });
export const told = (found: readonly MisapplyAlarm[]) =>
  found.map(({ alarm, says }) => `${alarm}: ${says}`);

export async function onHead(parts: Parts, authored = patched): Promise<string[]> {
  return told(await alarms(sources(source()), sources(authored), sources(source(parts))));
}
