// What the harness adds to a boot: from start to the guest's last record, against the bare QEMU line, interleaved.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { planned } from "../../work/pinned.ts";
import { withSession } from "../../work/session.ts";
import type { Json } from "../../model/json.ts";
import { bootFiles, type BootInputs } from "../../steps/boot/boot-files.ts";
import { BootWatch } from "../../steps/boot/boot-watch.ts";
import { newNonce } from "../../steps/boot/machine.ts";
import { qemuArguments } from "../../steps/boot/qemu-arguments.ts";
import { mustHaveExited } from "../../steps/boot/run-machine.ts";
import { superviseBoot } from "../../steps/boot/supervise-boot.ts";
import { VirtualMachine } from "../../tools/qemu.ts";
import type { Row } from "./row.ts";
import { median } from "simple-statistics";

const times = 9;

export async function harness(): Promise<Row[]> {
  return withSession({}, async (session) => {
    const { plan } = await planned(
      session,
      { platform: ["bare-q35"] },
      { onEvent: () => undefined },
    );
    const cell = plan.cells[0];
    const platform = session.descriptions.platforms.get("bare-q35");
    if (!cell || platform?.entry !== "direct") throw new Error("there is no cell on bare-q35");
    const traces = await session.run(Object.values(cell.booted.inputs), () => undefined);
    const values = Object.entries(cell.booted.inputs).map(([name, input]) => {
      const outcome = traces.get(input.id)?.outcome;
      return [name, outcome?.status === "pass" ? outcome.value : null] as [string, Json];
    });
    const path = session.store.path.bind(session.store);
    const workDir = await session.store.work();
    const nonce = newNonce();
    const inputs = Object.fromEntries(values) as BootInputs;
    const initramfs = path(inputs.guest.initramfs);
    const files = await bootFiles({ path, workDir }, platform, inputs, { initramfs, nonce });
    const args = qemuArguments(platform, files, nonce, "tcg");
    const binary = session.host.qemu.path;
    const bare: number[] = [];
    const ours: number[] = [];
    for (let n = 0; n < times; n += 1) {
      bare.push(await bareBoot(binary, args));
      const watch = new BootWatch({ com1: nonce }, "com1");
      const { signal } = new AbortController();
      const spec = { binary, args, consoles: ["com1"] };
      await superviseBoot((onBytes) => VirtualMachine.start(spec, onBytes), {
        watch,
        clocks: platform.clocks,
        slowdown: 6,
        signal,
        onBytes: () => undefined,
        mustHaveExited,
      });
      ours.push((watch.seen.endedAt ?? Number.NaN) - watch.seen.startedAt);
    }
    const difference = median(ours) - median(bare);
    const percent = ((100 * difference) / median(bare)).toFixed(1);
    return [
      {
        what: "harness overhead of one boot (bare-q35, to the last record)",
        goal: "at most 5 % or 100 ms",
        figure: `${difference.toFixed(0)} ms, ${percent} % (medians of ${times}: ${median(ours).toFixed(0)} against ${median(bare).toFixed(0)} ms)`,
      },
    ];
  });
}

/** Milliseconds until the bare line's output holds the last record. */
async function bareBoot(binary: string, args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const qemu = spawn(binary, [...args, "-serial", "stdio"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  let endedAt = Number.NaN;
  qemu.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
    if (Number.isNaN(endedAt) && /"record":"end"[^}]*\}/.test(text)) endedAt = performance.now();
  });
  await once(qemu, "close");
  return endedAt - startedAt;
}
