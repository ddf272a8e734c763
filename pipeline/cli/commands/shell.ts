// ./twinboot shell PLATFORM: an interactive guest on the kernel that a run would boot there.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError, UserError } from "../../model/errors.ts";
import type { Json } from "../../model/json.ts";
import type { Platform } from "../../model/platform.ts";
import type { PlannedCell } from "../../model/plan.ts";
import type { BootInputs } from "../../steps/boot-files.ts";
import { newNonce } from "../../steps/boot.ts";
import { qemuArguments } from "../../steps/qemu-arguments.ts";
import { withShell } from "../../steps/shell-image.ts";
import type { Options } from "../arguments.ts";
import { type Session, withSession } from "../session.ts";
import { showFor } from "../show-for.ts";
import { planned } from "./run.ts";

/** The newest series of the selection, or the unpatched kernel with `--series base`. */
export async function shellCommand(operands: readonly string[], options: Options): Promise<number> {
  const [name] = operands;
  if (!name) throw new UserError("shell: which platform?", "./twinboot shell bare-q35");
  const filters = { ...options.filters, platform: [name] };
  return withSession(options, async (session) => {
    const show = showFor(options);
    const { plan } = await planned(session, { ...options, filters }, show);
    const cell = plan.cells.at(-1);
    const platform = session.descriptions.platforms.get(name);
    if (!cell || !platform) throw new UserError(`there is no cell on ${name}`, "./twinboot plan");
    const inputs = await made(session, cell, show.onEvent);
    show.end();
    return interact(session, platform, inputs);
  });
}

/** Everything that the boot would get; built where it is not there yet. */
async function made(
  session: Session,
  { booted }: PlannedCell,
  onEvent: Parameters<Session["run"]>[1],
): Promise<BootInputs> {
  const traces = await session.run(Object.values(booted.inputs), onEvent);
  const values = Object.entries(booted.inputs).map(([name, input]) => {
    const outcome = traces.get(input.id)?.outcome;
    if (outcome?.status === "pass") return [name, outcome.value] as [string, Json];
    throw new InfraError(`${input.label} did not pass`, "./twinboot run shows why");
  });
  return Object.fromEntries(values) as BootInputs;
}

async function interact(
  { store, host }: Session,
  platform: Platform,
  inputs: BootInputs,
): Promise<number> {
  const workDir = await store.work();
  const path = store.path.bind(store);
  const nonce = newNonce();
  const files = await withShell({ workDir, path }, platform, inputs, nonce);
  const asking = { ...platform, ...files.cmdlines };
  const args = [...qemuArguments(asking, files.boot, nonce, "tcg"), "-serial", "mon:stdio"];
  process.stdout.write("Ctrl-A X ends the machine, Ctrl-A C is QEMU's monitor\n");
  const qemu = spawn(host.qemu.path, args, { stdio: "inherit" });
  const [code] = (await once(qemu, "close")) as [number | null];
  return code === 0 ? 0 : 3;
}
