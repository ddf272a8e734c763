// QEMU's monitor, from its start to its end: what it tells of the guest, and the one thing that it is asked.

import { once } from "node:events";
import type { Socket } from "node:net";
import { createInterface, type Interface } from "node:readline";

const patienceMs = 5000;

/** One answer or event of the QEMU Machine Protocol: JSON, a line each. */
type Message = { return?: unknown; error?: unknown; event?: string };

export class Monitor {
  readonly #socket: Socket;
  readonly #lines: Interface;
  readonly #events: string[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket });
    this.#lines.on("line", (line) => {
      const { event } = parsed(line);
      if (event) this.#events.push(event);
    });
    // A QEMU that is killed resets its connections: how it ended is told by its exit.
    this.#lines.on("error", () => undefined);
    // Before this QEMU tells nothing.
    this.#ask("qmp_capabilities");
  }

  /** The names of its events, in order: `GUEST_PANICKED`, `SHUTDOWN`, ... */
  get events(): readonly string[] {
    return this.#events;
  }

  /** `info registers -a`. Throws where QEMU does not answer in five seconds. */
  async registers(): Promise<string> {
    this.#ask("human-monitor-command", { "command-line": "info registers -a" });
    const signal = AbortSignal.timeout(patienceMs);
    for (;;) {
      const [line] = (await once(this.#lines, "line", { signal })) as [string];
      const message = parsed(line);
      if (message.error) throw new Error(`QMP: ${JSON.stringify(message.error)}`);
      if (typeof message.return === "string") return message.return.replaceAll("\r\n", "\n");
    }
  }

  #ask(execute: string, args?: Record<string, string>): void {
    this.#socket.write(`${JSON.stringify(args ? { execute, arguments: args } : { execute })}\n`);
  }
}

/** A QEMU that is killed may leave half a line behind. */
function parsed(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return {};
  }
}
