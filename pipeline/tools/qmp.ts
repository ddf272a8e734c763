// The two QMP commands that a hung guest needs (QEMU Machine Protocol: JSON messages, a line each).

import { createInterface } from "node:readline";
import type { Socket } from "node:net";

const patienceMs = 5000;

/** `info registers -a` over QMP. Throws where QEMU does not answer in five seconds. */
export async function registersOverQmp(socket: Socket): Promise<string> {
  const lines = createInterface({ input: socket });
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  try {
    ask(socket, "qmp_capabilities");
    ask(socket, "human-monitor-command", { "command-line": "info registers -a" });
    for await (const line of lines) {
      const message = JSON.parse(line) as { return?: unknown; error?: unknown };
      if (message.error) throw new Error(`QMP: ${JSON.stringify(message.error)}`);
      if (typeof message.return === "string") return message.return.replaceAll("\r\n", "\n");
    }
    throw new Error("QMP: QEMU did not answer");
  } finally {
    clearTimeout(timer);
    lines.close();
  }
}

function ask(socket: Socket, execute: string, args?: Record<string, string>): void {
  socket.write(`${JSON.stringify(args ? { execute, arguments: args } : { execute })}\n`);
}
