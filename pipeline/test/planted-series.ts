// A series of four patches to the kernel: the second says a word at boot, the third panics there instead.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Git } from "../tools/git.ts";

type Planted = { readonly subject: string; readonly hunk: string };

const calls: readonly Planted[] = [
  {
    subject: "kernel/sys: Keep the compiler in order in getppid",
    hunk: "@@ -1019,5 +1019,6 @@\n \n+\tbarrier();\n \trcu_read_lock();\n \tpid = task_tgid_vnr(rcu_dereference(current->real_parent));\n \trcu_read_unlock();\n \n",
  },
  {
    subject: "kernel/sys: Say a word at boot",
    hunk: '@@ -1026,5 +1026,17 @@\n }\n \n+static noinline void planted_says(void)\n+{\n+\tpr_info("planted: a word\\n");\n+}\n+\n+static int __init planted_init(void)\n+{\n+\tplanted_says();\n+\treturn 0;\n+}\n+late_initcall(planted_init);\n+\n SYSCALL_DEFINE0(getuid)\n {\n \t/* Only we change this so SMP safe */\n',
  },
  {
    subject: "kernel/sys: Say it louder",
    hunk: '@@ -1028,5 +1028,5 @@\n static noinline void planted_says(void)\n {\n-\tpr_info("planted: a word\\n");\n+\tpanic("planted: loud");\n }\n \n',
  },
  {
    subject: "kernel/sys: Keep the compiler in order behind getppid",
    hunk: "@@ -1022,5 +1022,6 @@\n \tpid = task_tgid_vnr(rcu_dereference(current->real_parent));\n \trcu_read_unlock();\n+\tbarrier();\n \n \treturn pid;\n }\n",
  },
];

/** Writes it as `patches/planted/` of a checkout, and beside it a series that no kernel notices: `patches/beside/`. */
export async function plantSeries(checkout: string): Promise<void> {
  await writeSeries(join(checkout, "patches", "planted"), calls.map(mailOf));
  const diff =
    "diff --git a/Documentation/planted.txt b/Documentation/planted.txt\nnew file mode 100644\n--- /dev/null\n+++ b/Documentation/planted.txt\n@@ -0,0 +1 @@\n+words\n";
  await writeSeries(join(checkout, "patches", "beside"), [mailWith("doc: Say a word", diff)]);
}

/** Writes `patches/newer-xen/`: one patch, with which the kernel panics under Xen 4.20 and what came after it. */
export async function plantNewerXen(checkout: string): Promise<void> {
  const subject = "kernel/sys: Refuse the newer Xen";
  await writeSeries(join(checkout, "patches", "newer-xen"), [mailOf({ subject, hunk: refusal })]);
}

const refusal =
  '@@ -1026,5 +1026,17 @@\n }\n \n+#include <xen/xen.h>\n+#include <xen/interface/version.h>\n+#include <asm/xen/hypercall.h>\n+\n+static int __init planted_init(void)\n+{\n+\tif (xen_domain() && (HYPERVISOR_xen_version(XENVER_version, NULL) & 0xffff) >= 20)\n+\t\tpanic("planted: a newer Xen");\n+\treturn 0;\n+}\n+late_initcall(planted_init);\n+\n SYSCALL_DEFINE0(getuid)\n {\n \t/* Only we change this so SMP safe */\n';

async function writeSeries(folder: string, mails: readonly string[]): Promise<void> {
  await mkdir(folder);
  const name = basename(folder);
  const description = `series: ${name}\ntitle: ${name}\nlicense: GPL-2.0\nbase: sid\n`;
  await writeFile(join(folder, "series.yaml"), description);
  await writeFile(join(folder, "cover.md"), `# ${name}\n`);
  await writeFile(join(folder, "series"), mails.map((_, at) => `${at + 1}.patch\n`).join(""));
  for (const [at, mail] of mails.entries()) await writeFile(join(folder, `${at + 1}.patch`), mail);
}

/** The same as commits upon one of a bare repository: `before` and `after` of a new one, whose folder this gives. */
export async function plantCommits(heads: string, from: string, folder: string): Promise<string> {
  const git = await Git.init(join(folder, "upstream.git"));
  await writeFile(join(git.dir, "objects/info/alternates"), `${join(heads, "objects")}\n`);
  const [index, env] = [join(folder, "index"), who];
  await git.mustCall({ args: ["read-tree", from], index });
  let commit = from;
  for (const [at, { subject }] of calls.entries()) {
    const input = await readFile(join(folder, "patches/planted", `${at + 1}.patch`));
    await git.mustCall({ args: ["apply", "--cached"], index, input });
    const tree = await git.mustCall({ args: ["write-tree"], index });
    commit = await git.mustCall({ args: ["commit-tree", tree, "-p", commit, "-m", subject], env });
  }
  await git.must("update-ref", "refs/heads/before", from);
  await git.must("update-ref", "refs/heads/after", commit);
  return git.dir;
}

const who = {
  GIT_AUTHOR_NAME: "A. Uthor",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A. Uthor",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

function mailOf({ subject, hunk }: Planted): string {
  const diff = `diff --git a/kernel/sys.c b/kernel/sys.c\n--- a/kernel/sys.c\n+++ b/kernel/sys.c\n${hunk}`;
  return mailWith(subject, diff);
}

function mailWith(subject: string, diff: string): string {
  const by = "Twinboot maintainers <maintainers@twinboot.example>";
  const head = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: ${by}\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nSubject: [PATCH] ${subject}\n`;
  return `${head}\nSigned-off-by: ${by}\n---\n${diff}`;
}
