// The one door to a kernel that is a program: User Mode Linux. What it prints is its console.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError } from "../model/errors.ts";
import type { Machine, MachineEnd } from "../model/machine.ts";

export class Program implements Machine {
  readonly ended: Promise<MachineEnd>;
  /** All that it prints is the guest's. */
  readonly said: string[] = [];
  readonly events: readonly string[] = [];
  readonly #process: ChildProcess;

  constructor(argv: readonly string[], onBytes: (chunk: Buffer) => void) {
    const [command = "", ...args] = argv;
    this.#process = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#process.stdout?.on("data", onBytes);
    this.#process.stderr?.on("data", onBytes);
    this.ended = this.#end();
    // Whoever waits gets the error; whoever does not must not bring the process down.
    this.ended.catch(() => undefined);
  }

  /** There is no monitor to ask; a debugger would have to be attached. */
  async registers(): Promise<string> {
    throw new Error("a program of this machine has no monitor");
  }

  /** Its processes are below the sandbox's, each with threads of its own: none of them stands for a CPU. */
  cpuSample(): undefined {
    return undefined;
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  async #end(): Promise<MachineEnd> {
    try {
      const [exitCode, signal] = (await once(this.#process, "close")) as [
        number | null,
        string | null,
      ];
      return { exitCode, signal };
    } catch (cause) {
      const hint = "check what the machine has with: ./twinboot doctor";
      throw new InfraError("the sandbox could not be started", hint, { cause });
    }
  }
}
