// The one door to a kernel that is a program: User Mode Linux. What it prints is its console.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError, Offence } from "../model/errors.ts";
import type { Machine, MachineEnd } from "../model/boot/machine.ts";
import { childLine } from "./child-line.ts";
import { Watchdog } from "./watchdog.ts";

/** A longer console is cut. */
const consoleBytes = 2 ** 28;

export class Program implements Machine {
  readonly ended: Promise<MachineEnd>;
  /** All that it prints is the guest's. */
  readonly said: string[] = [];
  readonly events: readonly string[] = [];
  readonly #process: ChildProcess;
  readonly #watchdog: Watchdog | undefined;
  #printed = 0;

  /** `argv`: a line of `sandboxed`. */
  constructor(argv: readonly string[], onBytes: (chunk: Buffer) => void) {
    // In a session of its own, as the watchdog ends it by its session.
    this.#process = spawn(...childLine(argv), {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const { pid, stdout, stderr } = this.#process;
    this.#watchdog = pid
      ? new Watchdog({ argv, pid, printed: () => this.#printed }, { outputBytes: consoleBytes })
      : undefined;
    for (const stream of [stdout, stderr])
      stream?.on("data", (chunk: Buffer) => {
        this.#printed += chunk.length;
        onBytes(chunk);
      });
    this.ended = this.#end();
    // Callers that wait get the error; without one, it must not end the process.
    this.ended.catch(() => undefined);
  }

  /** There is no monitor; this would need a debugger. */
  async registers(): Promise<string> {
    throw new Error("a program of this machine has no monitor");
  }

  /** Its processes are below the sandbox's, each with threads of its own: none of them stands for a CPU. */
  cpuSample(): undefined {
    return undefined;
  }

  kill(): void {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) this.#watchdog?.stop();
  }

  async #end(): Promise<MachineEnd> {
    try {
      const [exitCode, signal] = (await once(this.#process, "close")) as [
        number | null,
        string | null,
      ];
      await this.#watchdog?.end();
      return { exitCode, signal };
    } catch (cause) {
      if (cause instanceof Offence || cause instanceof InfraError) throw cause;
      const hint = "check this machine with: ./twinboot doctor";
      throw new InfraError("the sandbox could not be started", hint, { cause });
    }
  }
}
