// SIGKILL at random moments of small runs with an import, a rebase, builds and a boot in them: nothing may be left behind,
// and the next run must come to what a run that nobody killed comes to.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../model/random.ts";
import { median } from "simple-statistics";
import type { Row } from "./row.ts";

const worker = join(import.meta.dirname, "kills-worker.ts");

/** `times` kills, each of a run that finds nothing of its own done. */
export async function kills(times: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "kills-"));
  const random = new Random(14);
  const wrong: string[] = [];
  const amid = new Map<string, number>();
  try {
    const whole = [await seconds(folder, "1000001"), await seconds(folder, "1000002")];
    const longest = median(whole) * 1000;
    for (let n = 0; n < times; n += 1) {
      const after = random.below(Math.ceil(longest));
      const at = await killed(folder, String(n), after);
      amid.set(at, (amid.get(at) ?? 0) + 1);
      const left = (await leftOf(folder, String(n))).map((one) => `kill ${n} (${at}): ${one}`);
      wrong.push(...left);
      // Hours of it: what it has seen so far must not be lost with it.
      process.stderr.write(
        [...left, `${n + 1} of ${times} kills, ${wrong.length} wrong`, ""].join("\n"),
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const where = [...amid].map(([at, count]) => `${at} ${count}`).join(", ");
  return [
    {
      what: `${times} kills at random moments of a run (amid: ${where})`,
      goal: "nothing is lost, nothing stays",
      figure: `${wrong.length} wrong${wrong.length ? `: ${wrong.join("; ")}` : ""}`,
    },
  ];
}

type Ended = { readonly code: number | null; readonly said: string };

function started(folder: string, n: string) {
  const env = { ...process.env, TWINBOOT_STORE: join(folder, "store"), TMPDIR: folder };
  return spawn(process.execPath, [worker, folder, n], { env, stdio: ["ignore", "pipe", "pipe"] });
}

async function finished(folder: string, n: string): Promise<Ended> {
  const run = started(folder, n);
  let said = "";
  for (const stream of [run.stdout, run.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(run, "close")) as [number | null];
  return { code, said };
}

async function seconds(folder: string, n: string): Promise<number> {
  const from = performance.now();
  const { code, said } = await finished(folder, n);
  if (code !== 0) throw new Error(`the run itself does not pass: ${said}`);
  return (performance.now() - from) / 1000;
}

/** What it was doing, by the processes that it had then. */
async function killed(folder: string, n: string, after: number): Promise<string> {
  const run = started(folder, n);
  const closed = once(run, "close");
  await sleep(after);
  const doing = await commandsBelow(run.pid ?? 0);
  run.kill("SIGKILL");
  await closed;
  // As /proc cuts it; make first, since what compiles below it is a kernel.
  const known = ["make", "qemu-system-x86", "cc1", "as", "ld", "git", "tar", "xz"];
  return known.find((name) => doing.includes(name)) ?? "node";
}

async function commandsBelow(pid: number): Promise<string[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = (await readFile(path, "utf8").catch(() => "")).split(" ").filter(Boolean);
  const below = await Promise.all(
    children.map(async (child) => {
      const name = await readFile(`/proc/${child}/comm`, "utf8").catch(() => "");
      return [[name.trim()], await commandsBelow(Number(child))].flat();
    }),
  );
  return below.flat();
}

/** What is wrong after a kill, and after the run that followed it. */
async function leftOf(folder: string, n: string): Promise<string[]> {
  const wrong: string[] = [];
  const alive = await processesIn(folder);
  if (alive.length) wrong.push(`processes stayed: ${alive.join(", ")}`);
  const { code, said } = await finished(folder, n);
  if (code !== 0 || !said.includes("finished"))
    wrong.push(`the next run ended with ${code}: ${said}`);
  const folders = (await readdir(folder)).filter((name) => name.startsWith("twinboot-"));
  if (folders.length) wrong.push(`temporary folders stayed: ${folders.join(", ")}`);
  const work = await readdir(join(folder, "store/work"));
  if (work.length) wrong.push(`work folders stayed: ${work.join(", ")}`);
  const locks = (await readdir(join(folder, "store"))).filter((name) => name.startsWith("lock"));
  if (locks.length) wrong.push(`locks stayed: ${locks.join(", ")}`);
  await rm(join(folder, `tree-${n}`), { recursive: true, force: true });
  return wrong;
}

/** Those that name the folder, or whose environment or own folder does; a child dies a moment after its parent. */
async function processesIn(folder: string): Promise<string[]> {
  for (let tries = 0; ; tries += 1) {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const others = pids.filter((pid) => Number(pid) !== process.pid);
    const seen = await Promise.all(others.map((pid) => aboutProcess(pid)));
    const own = seen
      .filter((about) => about.includes(folder))
      .map((about) => about.split("\0")[0] ?? "");
    if (!own.length || tries === 50) return own;
    await sleep(100);
  }
}

/** Its command line first; empty where it is gone, or a kernel's own. */
async function aboutProcess(pid: string): Promise<string> {
  const texts = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
    readFile(`/proc/${pid}/environ`, "utf8").catch(() => ""),
    readlink(`/proc/${pid}/cwd`).catch(() => ""),
  ]);
  return texts.join("\0");
}
