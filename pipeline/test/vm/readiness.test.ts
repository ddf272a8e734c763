// The checklist on a series that is wrong in ways that only the tree, a compiler or a boot can show.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Check } from "../../model/record/check.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { type CliResult, twinboot } from "./cli-rig.ts";

const lines = [
  "checkpatch",
  "kernel-doc",
  "sysfs-abi",
  "tags",
  "warnings",
  "sparse",
  "builds-after-each-patch",
  "boots-after-each-patch",
];

describe("./twinboot check", { tags: ["vm"] }, () => {
  let folder: string;
  let careless: CliResult;
  let seen: Map<string, Check>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinboot-careless-"));
    await copyCheckout(folder);
    await plant(folder);
    const args = ["check", "careless", "--only", lines.join(","), "--json"];
    careless = await twinboot(args, {}, folder);
    const checks = JSON.parse(careless.stdout) as Check[];
    seen = new Map(checks.map((check) => [check.check, check]));
  }, 3_600_000);
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ["checkpatch", /1\/4: drivers\/base\/hypervisor\.c:\d+: ERROR:TRAILING_WHITESPACE/],
    ["kernel-doc", /drivers\/base\/hypervisor\.c:\d+ .*parameter 'level' not described/],
    ["sysfs-abi", /1\/4: no What: line of Documentation\/ABI ends in \/careless/],
    ["tags", /2\/4: Fixes: stands behind Signed-off-by:/],
    [
      "warnings",
      /drivers\/base\/hypervisor\.c:\d+:\d+: warning: no previous prototype for .*careless_level/,
    ],
    [
      "sparse",
      /drivers\/base\/hypervisor\.c:\d+:\d+: warning: symbol 'careless_level' was not declared/,
    ],
    ["builds-after-each-patch", /3\/4: the kernel does not build: .*careless_leve1/],
  ])("%s fails, and says where", (name, words) => {
    const check = seen.get(name);
    expect(check?.outcome).toBe("failed");
    expect(check?.details.join("\n")).toMatch(words);
  });

  it("names the one patch that does not build, although the last one does", () => {
    const { details = [] } = seen.get("builds-after-each-patch") ?? {};
    expect(details.filter((line) => /^\d\/4:/.test(line))).toHaveLength(1);
  });

  it("takes no boot that could not be for one that passed", () => {
    const boots = seen.get("boots-after-each-patch");
    expect(boots?.outcome).toBe("person");
    expect(boots?.details.every((line) => line.startsWith("3/4 on "))).toBe(true);
    expect(careless.exitCode).toBe(1);
  });

  it("passes what the checkout's own series does right", async () => {
    const { stdout, exitCode } = await twinboot(
      ["check", "hypervisor-sysfs", "--only", lines.join(","), "--json"],
      {},
    );
    const checks = JSON.parse(stdout) as Check[];
    expect(checks.map(({ check, outcome }) => [check, outcome])).toEqual(
      expect.arrayContaining(lines.map((check) => [check, "passed"])),
    );
    expect(exitCode).toBe(0);
  });

  it("does nothing again where nothing changed", async () => {
    const again = await twinboot(
      ["check", "careless", "--only", lines.join(","), "--verbose"],
      {},
      folder,
    );
    const done = again.stdout.split("\n").filter((line) => /: done in /.test(line));
    expect(done.filter((line) => !/^(?:prove-|refresh-|resolve-|given )/.test(line))).toEqual([]);
  });
});

async function plant(root: string): Promise<void> {
  const series = join(root, "patches", "careless");
  await mkdir(series);
  const files = {
    "series.yaml": "series: careless\ntitle: Careless\nlicense: GPL-2.0\nbase: sid\n",
    series: "one.patch\ntwo.patch\nthree.patch\nfour.patch\n",
    "cover.md": "# Careless\n",
    kconfig: "",
    "one.patch": mail("driver core: hypervisor: Add a level", code),
    "two.patch": mail("docs: Say so", words, 'Fixes: 0123456789ab ("docs: Say")\n'),
    "three.patch": mail(
      "driver core: hypervisor: Show two levels",
      misspelt("careless_level", "careless_leve1"),
    ),
    "four.patch": mail(
      "driver core: hypervisor: Spell a level",
      misspelt("careless_leve1", "careless_level"),
    ),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(series, name), text);
}

function mail(subject: string, diff: string, late = ""): string {
  const who = "Twinboot maintainers <maintainers@twinboot.example>";
  const head = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: ${who}\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n`;
  return `${head}Subject: [PATCH] ${subject}\n\nThere is none yet.\n\nSigned-off-by: ${who}\n${late}---\n\n${diff}`;
}

const file = "drivers/base/hypervisor.c";

/** No prototype, no `static`, an undescribed parameter, a blank at the end of a line, no word in Documentation/ABI. */
const code = `--- a/${file}
+++ b/${file}
@@ -15,8 +15,26 @@
 struct kobject *hypervisor_kobj;
 EXPORT_SYMBOL_GPL(hypervisor_kobj);
 
+/**
+ * careless_level - gives a level
+ */
+int careless_level(int level)
+{
+	return level; 
+}
+
+static ssize_t careless_show(struct kobject *kobj, struct kobj_attribute *attr,
+			     char *buf)
+{
+	return sysfs_emit(buf, "%d\\n", careless_level(1));
+}
+
+static struct kobj_attribute careless_attr = __ATTR_RO(careless);
+
 int __init hypervisor_init(void)
 {
+	if (careless_attr.attr.mode == 0)
+		return -EINVAL;
 	hypervisor_kobj = kobject_create_and_add("hypervisor", NULL);
 	if (!hypervisor_kobj)
 		return -ENOMEM;
`;

const words = `--- a/README
+++ b/README
@@ -1,3 +1,4 @@
 Linux kernel
 ============
+Careless.
 
`;

function misspelt(from: string, to: string): string {
  return `--- a/${file}
+++ b/${file}
@@ -26,5 +26,5 @@
 static ssize_t careless_show(struct kobject *kobj, struct kobj_attribute *attr,
 			     char *buf)
 {
-	return sysfs_emit(buf, "%d\\n", ${from}(1));
+	return sysfs_emit(buf, "%d\\n", ${to}(1));
 }
`;
}
