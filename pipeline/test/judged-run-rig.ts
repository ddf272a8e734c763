// A run of recorded boots in a real store: a pass of the base and a panic of the series, judged by the engine's own step.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Store } from "../engine/store.ts";
import type { BootEnd, BootRecord } from "../model/boot/boot-record.ts";
import { digestOf } from "../model/digest.ts";
import type { HostFacts } from "../model/described/host.ts";
import type { Kernel } from "../model/described/kernel.ts";
import type { Plan, PlannedCell } from "../model/work/plan.ts";
import { type Platform, platformSchema } from "../model/described/platform.ts";
import type { PlannedMatrix } from "../model/record/planned-matrix.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { type Step, step } from "../model/work/step.ts";
import type { Trace } from "../model/record/trace.ts";
import { plannedMatrix } from "../plan/matrix/planned-matrix.ts";
import { readYaml } from "../plan/read/read-yaml.ts";
import { runRecordOf } from "../plan/matrix/run-record.ts";
import { constantStep } from "../steps/constant-step.ts";
import { judgeBoot } from "../steps/boot/judge-boot.ts";
import { buildId, consoleFolder, nonce } from "./corpus-rig.ts";
import { runOn } from "./store-rig.ts";

const name = "bare-q35";

export async function judgedRun(store: Store): Promise<RunRecord> {
  return (await judgedPlan(store)).run;
}

/** The run with the matrix that was planned for it. */
export async function judgedPlan(
  store: Store,
  head = "sid",
): Promise<{ run: RunRecord; matrix: PlannedMatrix }> {
  const file = join(import.meta.dirname, `../../images/platforms/${name}.yaml`);
  const platform = readYaml(file, name, platformSchema);
  const base = { ...(await cellOn(store, platform, "base", "bare-q35-good")), head };
  const series = { ...(await cellOn(store, platform, "one", "bare-q35-panic")), head };
  const cells = [base, { ...series, baseJudged: base.judged }];
  const source = constantStep("tree", { commit: "", tree: "", release: "" });
  const kernels = cells.map(({ kernel, ...row }) => ({ ...row, built: kernel, source }));
  const plan: Plan = { heads: [], rebases: [], kernels, hypervisors: [], cells, skipped: [] };
  const ended = await runOn(
    store,
    cells.map(({ judged }) => judged),
  );
  const traces = new Map([...ended].map(([id, trace]) => [id, asBuilt(trace)]));
  // What is given is not stored; a boot and a build are.
  for (const trace of traces.values()) if (trace.key) await store.putTrace(trace.key, trace);
  const platforms = new Map([[name, platform]]);
  const ran = { run: 1, startedAt: new Date(0), durationMs: 1, host, plan, platforms, traces };
  return { run: runRecordOf(ran), matrix: plannedMatrix(plan, platforms, host) };
}

function asBuilt(trace: Trace): Trace {
  return trace.label.includes("kernel") ? { ...trace, kind: "build-kernel" } : trace;
}

async function cellOn(
  store: Store,
  platform: Platform,
  series: string,
  log: string,
): Promise<PlannedCell> {
  const booted = constantStep(`boot ${series}`, await bootOf(store, log));
  const kernel: Step<Kernel> = constantStep(`kernel ${series}`, await kernelOf(store, series));
  const { evidence } = platform;
  const expected = { evidence, facts: {}, kunit: [], hypervisorSpeaks: false, known: [] };
  const judged = step(judgeBoot, series, expected, { booted, kernel });
  return { series, head: "sid", flavour: "guest", platform: name, kernel, booted, judged };
}

async function bootOf(store: Store, log: string): Promise<BootRecord> {
  // No two boots have one secret, but all consoles of the corpus do.
  const own = digestOf(log).slice(0, 16);
  const text = readFileSync(join(consoleFolder, `${log}.log`), "latin1");
  const bytes = Buffer.from(withNonce(text, own), "latin1");
  const ended: BootEnd = log.endsWith("good")
    ? { how: "exited", because: "power-off" }
    : { how: "exited", because: "early-exit" };
  const console = await store.keepBytes(bytes, "console.log");
  const common = {
    accelerator: "tcg" as const,
    kvmProof: "none",
    qemu: digestOf("qemu"),
    qemuSaid: [],
  };
  return { ...common, platform: name, console, nonce: own, seconds: 4.2, ended };
}

/** The checksum of a record is of its secret, too. */
function withNonce(text: string, own: string): string {
  const record = new RegExp(`@tb ${nonce} (\\d+) ([0-9a-f]+) (\\{.*\\})`, "g");
  return text
    .replaceAll(record, (_, seq: string, sum: string, json: string) => {
      const good = crc32(`${nonce} ${seq} ${json}`) === Number.parseInt(sum, 16);
      const said = json.replaceAll(nonce, own);
      const crc = good ? crc32(`${own} ${seq} ${said}`).toString(16).padStart(8, "0") : sum;
      return `@tb ${own} ${seq} ${crc} ${said}`;
    })
    .replaceAll(nonce, own);
}

async function kernelOf(store: Store, series: string): Promise<Kernel> {
  const [image, vmlinux, config] = await Promise.all([
    store.keepBytes(`bzImage ${series}`, "bzImage"),
    store.keepBytes(`vmlinux ${series}`, "vmlinux"),
    store.keepBytes(`config ${series}`, "config"),
  ]);
  return { image, vmlinux, config, buildId, release: "7.2.13" };
}

const host: HostFacts = {
  cpus: 2,
  memoryMiB: 8000,
  system: "Debian",
  machine: "x86_64",
  kernel: "6.12",
  bootId: "",
  toolchain: { compiler: "gcc", linker: "ld", digest: digestOf("toolchain") },
  qemu: { path: "", version: "7.2.22", digest: digestOf("qemu"), loads: digestOf("loads") },
  tools: new Map(),
};
