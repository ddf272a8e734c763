// ./twinboot shell PLATFORM: an interactive guest on the kernel that a run would boot there.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError, UserError } from "../../model/errors.ts";
import type { Json } from "../../model/json.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import {
  type GuestPlatform,
  isGuest,
  isMachine,
  type MachinePlatform,
  type Platform,
} from "../../model/described/platform.ts";
import { required } from "../../plan/required.ts";
import { baseRow } from "../../model/described/series.ts";
import type { PlannedCell } from "../../model/work/plan.ts";
import type { StepContext } from "../../model/work/step.ts";
import { bootFiles } from "../../steps/boot/boot-files.ts";
import { servingArguments, type SharedInputs } from "../../steps/boot/boot-guests.ts";
import { withDomainTree } from "../../steps/boot/domain-tree.ts";
import { hostConsole, portOf } from "../../steps/boot/guests-watch.ts";
import { newNonce, qemuBinary } from "../../steps/boot/machine.ts";
import { qemuArguments } from "../../steps/boot/qemu-arguments.ts";
import { startShell, withShell } from "../../steps/boot/shell-image.ts";
import { type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { planned } from "../../work/pinned.ts";

type Given = ShowOptions & {
  readonly platform: string;
  readonly series?: string;
  readonly head?: string;
  readonly flavour?: string;
};

/** The newest series of the selection, or the unpatched kernel with `--series base`. */
export async function shellCommand(options: Given): Promise<number> {
  const { platform: name, series, head, flavour } = options;
  const filters = {
    platform: [name],
    ...(series === undefined ? {} : { series: series === baseRow ? [] : [series] }),
    ...(head === undefined ? {} : { head: [head] }),
    ...(flavour === undefined ? {} : { flavour: [flavour] }),
  };
  return withSession({}, async (session) => {
    const show = showFor(options);
    const { plan } = await planned(session, filters, show);
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
): Promise<SharedInputs> {
  const { inputs } = booted.inputs["shared"] ?? booted;
  const traces = await session.run(Object.values(inputs), onEvent);
  const values = Object.entries(inputs).map(([name, input]) => {
    const outcome = traces.get(input.id)?.outcome;
    if (outcome?.status === "pass") return [name, outcome.value] as [string, Json];
    throw new InfraError(`${input.label} did not pass`, "./twinboot run shows why");
  });
  return Object.fromEntries(values) as SharedInputs;
}

async function interact(
  session: Session,
  platform: Platform,
  inputs: SharedInputs,
): Promise<number> {
  const { store, descriptions } = session;
  const context = { workDir: await store.work(), path: store.path.bind(store) };
  if (platform.entry === "uml")
    throw new UserError(
      `${platform.platform} does not support a shell`,
      "choose a platform that QEMU runs",
    );
  const { emulator = "" } = required(descriptions.architectures.get(platform.arch), platform.arch);
  const args = isGuest(platform)
    ? await hostShell(context, descriptions, platform, inputs)
    : await ownShell(context, platform, inputs, emulator);
  process.stdout.write("Ctrl-A X stops the machine, Ctrl-A C opens QEMU's monitor\n");
  const qemu = spawn(await qemuBinary(emulator), [...args, "-serial", "mon:stdio"], {
    stdio: "inherit",
  });
  const [code] = (await once(qemu, "close")) as [number | null];
  return code === 0 ? 0 : 3;
}

type Context = Pick<StepContext, "path" | "workDir">;

async function ownShell(
  context: Context,
  platform: MachinePlatform,
  inputs: SharedInputs,
  emulator: string,
): Promise<string[]> {
  const nonce = newNonce();
  const initramfs = await withShell(context.workDir, context.path(inputs.guest.initramfs));
  const asking = { ...platform, cmdline: [...platform.cmdline, startShell] };
  const own = await bootFiles(context, asking, inputs, { initramfs, nonce });
  const files = await withDomainTree(context.workDir, asking, own, { emulator, nonce });
  return qemuArguments(asking, files, nonce, "tcg");
}

/** A guest's shell is its host's, with the guest described in /guest. */
async function hostShell(
  context: Context,
  { platforms }: Descriptions,
  guest: GuestPlatform,
  inputs: SharedInputs,
): Promise<string[]> {
  const host = platforms.get(guest.host);
  if (!host || !isMachine(host)) throw new Error(`${guest.host} was not checked to be a host`);
  const asking = { ...host, cmdline: [...host.cmdline, "tb.shell"] };
  const params = { host: asking, guests: [guest], accelerator: "tcg" as const };
  const nonces = { [hostConsole]: newNonce(), [portOf(guest)]: newNonce() };
  return servingArguments(context, params, inputs, nonces);
}
