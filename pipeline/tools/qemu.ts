// The one door to QEMU: starts a machine, hands on what its consoles print, asks over QMP, ends it. It judges nothing.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm, statfs } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CpuSample } from "../model/boot/cpu-use.ts";
import { InfraError, Offence } from "../model/errors.ts";
import type { Machine, MachineEnd } from "../model/boot/machine.ts";
import { childLine } from "./child-line.ts";
import { cpuSample } from "./cpu-use.ts";
import { FileTail } from "./file-tail.ts";
import { Monitor } from "./qmp.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export type MachineSpec = {
  readonly binary: string;
  /** Everything but the consoles and QMP. */
  readonly args: readonly string[];
  /** Serial ports in order; each one's bytes are handed on under its name. */
  readonly consoles: readonly string[];
  /** Virtio serial ports, by the names that the guest sees; they take bytes too. */
  readonly ports?: readonly string[];
  /** The same, but the guest only writes to them: nothing that we do comes between its instructions. */
  readonly outPorts?: readonly string[];
  /** What all of them may print together before the machine is ended. */
  readonly mostBytes?: number;
};

/** Consoles of good boots are some MB at most. */
const mostConsoleBytes = 2 ** 26;

/** Guests get no network, no host folder, no display. */
// prettier-ignore
export const bareMachine: readonly string[] = [
  "-no-user-config", "-nodefaults", "-display", "none", "-nic", "none", "-no-reboot",
];

/** The same, and QEMU itself may not start programs or gain rights. */
// prettier-ignore
export const closedMachine: readonly string[] = [
  ...bareMachine, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
];

export class VirtualMachine implements Machine {
  /** Resolves when QEMU is gone and every console is drained. */
  readonly ended: Promise<MachineEnd>;
  readonly #qemu: ChildProcess;
  readonly #monitor: Promise<Monitor>;
  #events: readonly string[] = [];
  readonly #doors: Channels;
  readonly #said: Buffer[] = [];
  #flood: Offence | undefined;

  private constructor(qemu: ChildProcess, doors: Channels) {
    this.#qemu = qemu;
    this.#monitor = doors.qmp.then((socket) => {
      const monitor = new Monitor(socket);
      this.#events = monitor.events;
      return monitor;
    });
    this.#doors = doors;
    qemu.stderr?.on("data", (chunk: Buffer) => this.#said.push(chunk));
    this.ended = this.#end(doors);
    // Callers that wait get the error; without one, it must not end the process.
    this.ended.catch(() => undefined);
  }

  /** Starts QEMU. `onBytes` gets each console's bytes as they come. */
  static async start(
    spec: MachineSpec,
    onBytes: (console: string, chunk: Buffer) => void,
  ): Promise<VirtualMachine> {
    const { consoles, ports = [], outPorts = [], mostBytes = mostConsoleBytes } = spec;
    let printed = 0;
    const doors = await openDoors([...consoles, ...outPorts], ports, (console, chunk) => {
      printed += chunk.length;
      if (printed > mostBytes) machine.#endFlood(mostBytes);
      else onBytes(console, chunk);
    });
    const own = doorArguments(doors.dir, { consoles, ports, outPorts });
    const named = ["-name", "twinboot,debug-threads=on"];
    const argv = [spec.binary, ...named, ...spec.args, ...own];
    const qemu = spawn(...childLine(argv), { stdio: ["ignore", "ignore", "pipe"] });
    const machine = new VirtualMachine(qemu, doors);
    return machine;
  }

  /** What QEMU itself printed, a line each. */
  get said(): string[] {
    return Buffer.concat(this.#said).toString().split("\n").filter(Boolean);
  }

  /** The registers of every vCPU as QEMU's monitor shows them. */
  async registers(): Promise<string> {
    return (await this.#monitor).registers();
  }

  cpuSample(): CpuSample | undefined {
    return this.#qemu.pid === undefined ? undefined : cpuSample(this.#qemu.pid);
  }

  /** What QEMU told of the guest: the names of QMP's events, in order. */
  get events(): readonly string[] {
    return this.#events;
  }

  /** Bytes for a port; they are lost where its other end is gone. */
  send(port: string, text: string): void {
    this.#doors.sockets.get(port)?.write(text);
  }

  kill(): void {
    this.#qemu.kill("SIGKILL");
  }

  /** A console without end would fill the disk; what comes after the limit is dropped. */
  #endFlood(bytes: number): void {
    this.#flood ??= new Offence(
      "over-limit",
      `the guest was stopped: it printed more than ${bytes} bytes`,
    );
    this.kill();
  }

  async #end(doors: Channels): Promise<MachineEnd> {
    try {
      const [exitCode, signal] = (await once(this.#qemu, "close")) as [
        number | null,
        string | null,
      ];
      await doors.drained();
      if (this.#flood) throw this.#flood;
      await mustHaveRoom(doors.dir);
      return { exitCode, signal };
    } catch (cause) {
      if (cause instanceof InfraError || cause instanceof Offence) throw cause;
      const hint = "check this machine with: ./twinboot doctor";
      throw new InfraError("QEMU could not be started", hint, { cause });
    } finally {
      doors.close();
      await rm(doors.dir, { recursive: true, force: true });
    }
  }
}

/** On a full disk QEMU drops what a guest prints without a word, and a good guest looks like one that hangs. */
async function mustHaveRoom(dir: string): Promise<void> {
  const { bavail } = await statfs(dir);
  if (bavail > 0) return;
  throw new InfraError(
    `the disk of ${tmpdir()} is full: consoles may have lost bytes`,
    `free some space there, or set TMPDIR; see: df -h ${tmpdir()}`,
  );
}

/**
 * Where QEMU's consoles, ports and QMP lead to, in a folder of this boot. A serial port writes to a file: behind a
 * socket it drops bytes as soon as we are slow to read, because a socket holds some 280 single bytes. Virtio ports wait.
 */
type Channels = {
  readonly dir: string;
  readonly qmp: Promise<Socket>;
  /** By port, once QEMU has connected. */
  readonly sockets: ReadonlyMap<string, Socket>;
  drained(): Promise<void>;
  close(): void;
};

async function openDoors(
  consoles: readonly string[],
  ports: readonly string[],
  onBytes: (console: string, chunk: Buffer) => void,
): Promise<Channels> {
  const dir = await temporaryFolder();
  const drains: Promise<unknown>[] = [];
  const sockets = new Map<string, Socket>();
  const servers: Server[] = [];
  const tails = consoles.map(
    (name) => new FileTail(join(dir, name), (chunk) => onBytes(name, chunk)),
  );
  for (const name of ports) {
    const server = await listen(join(dir, name));
    server.on("connection", (socket) => {
      socket.on("data", (chunk: Buffer) => onBytes(name, chunk));
      sockets.set(name, socket);
      drains.push(once(socket, "close"));
    });
    servers.push(server);
  }
  const monitor = await listen(join(dir, "qmp"));
  servers.push(monitor);
  const qmp = once(monitor, "connection").then(([socket]) => {
    const connected = socket as Socket;
    // Not once(): that one fails when QEMU is killed, before anybody waits.
    drains.push(new Promise<void>((resolve) => connected.on("close", () => resolve())));
    return connected;
  });
  return {
    dir,
    qmp,
    sockets,
    drained: async () => void (await Promise.allSettled(drains)),
    close: () => {
      for (const tail of tails) tail.end();
      for (const server of servers) server.close();
    },
  };
}

/** How QEMU connects its serial ports, its virtio ports and its monitor to the doors. */
function doorArguments(
  dir: string,
  doors: Required<Pick<MachineSpec, "consoles" | "ports" | "outPorts">>,
) {
  const { consoles, ports, outPorts } = doors;
  return [
    ...consoles.flatMap((name) => chardevOf("file", dir, name, ["-serial", `chardev:${name}`])),
    ...(ports.length + outPorts.length ? ["-device", controllerOf(outPorts)] : []),
    ...ports.flatMap((name) => chardevOf("socket", dir, name, portOf(name))),
    ...outPorts.flatMap((name) => chardevOf("file", dir, name, portOf(name))),
    "-qmp",
    `unix:${join(dir, "qmp")}`,
  ];
}

/** With ioeventfd QEMU's main thread serves the ports, whenever the host lets it; without, the CPU that writes does. */
function controllerOf(outPorts: readonly string[]): string {
  return outPorts.length ? "virtio-serial-pci,ioeventfd=off" : "virtio-serial-pci";
}

function chardevOf(
  backend: "file" | "socket",
  dir: string,
  name: string,
  device: readonly string[],
) {
  return ["-chardev", `${backend},id=${name},path=${join(dir, name)}`, ...device];
}

function portOf(name: string): string[] {
  return ["-device", `virtserialport,chardev=${name},name=${name}`];
}

/** A QEMU that is killed resets its connections; how it ended is told by its exit, not by them. */
async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.on("error", () => undefined));
  server.listen(path);
  await once(server, "listening");
  return server;
}
