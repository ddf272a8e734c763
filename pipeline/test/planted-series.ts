// A series of four patches to the kernel: the second says a word at boot, the third panics there instead.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

type Planted = { readonly subject: string; readonly hunk: string };

const calls: readonly Planted[] = [
  {
    subject: "kernel/sys: Keep the compiler in order in getppid",
    hunk: "@@ -1019,5 +1019,6 @@\n \n+\tbarrier();\n \trcu_read_lock();\n \tpid = task_tgid_vnr(rcu_dereference(current->real_parent));\n \trcu_read_unlock();\n \n",
  },
  {
    subject: "kernel/sys: Say a word at boot",
    hunk: '@@ -1026,5 +1026,12 @@\n }\n \n+static int __init planted_says(void)\n+{\n+\tpr_info("planted: a word\\n");\n+\treturn 0;\n+}\n+late_initcall(planted_says);\n+\n SYSCALL_DEFINE0(getuid)\n {\n \t/* Only we change this so SMP safe */\n',
  },
  {
    subject: "kernel/sys: Say it louder",
    hunk: '@@ -1028,5 +1028,5 @@\n static int __init planted_says(void)\n {\n-\tpr_info("planted: a word\\n");\n+\tpanic("planted: loud");\n \treturn 0;\n }\n',
  },
  {
    subject: "kernel/sys: Keep the compiler in order behind getppid",
    hunk: "@@ -1022,5 +1022,6 @@\n \tpid = task_tgid_vnr(rcu_dereference(current->real_parent));\n \trcu_read_unlock();\n+\tbarrier();\n \n \treturn pid;\n }\n",
  },
];

/** Writes it as `patches/planted/` of a checkout. */
export async function plantSeries(checkout: string): Promise<void> {
  const folder = join(checkout, "patches", "planted");
  await mkdir(folder);
  const description = "series: planted\ntitle: Planted\nlicense: GPL-2.0\nbase: sid\n";
  await writeFile(join(folder, "series.yaml"), description);
  await writeFile(join(folder, "cover.md"), "# Planted\n");
  await writeFile(join(folder, "series"), calls.map((_, at) => `${at + 1}.patch\n`).join(""));
  for (const [at, one] of calls.entries())
    await writeFile(join(folder, `${at + 1}.patch`), mailOf(one));
}

function mailOf({ subject, hunk }: Planted): string {
  const who = "Twinboot maintainers <maintainers@twinboot.example>";
  const head = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: ${who}\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nSubject: [PATCH] ${subject}\n`;
  return `${head}\nSigned-off-by: ${who}\n---\ndiff --git a/kernel/sys.c b/kernel/sys.c\n--- a/kernel/sys.c\n+++ b/kernel/sys.c\n${hunk}`;
}
