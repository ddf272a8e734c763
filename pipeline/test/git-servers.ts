// Real git servers on loopback that go when the test file that started them is through.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { HttpServer, serverEnvironment } from "./http-backend.ts";

const ends: (() => Promise<void>)[] = [];

afterAll(async () => {
  await Promise.all(ends.splice(0).map(async (end) => end()));
});

/** git http-backend for the repositories of a folder. */
export async function httpServer(root: string): Promise<HttpServer> {
  const server = await HttpServer.start(root);
  ends.push(async () => server.stop());
  return server;
}

/** A `git daemon` for the repositories of a folder; gives their addresses. */
export async function gitDaemon(root: string): Promise<(repository: string) => string> {
  const port = await freePort();
  const args = ["daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1", `--port=${port}`];
  const daemon = spawn("git", [...args, `--base-path=${root}`, "--verbose", root], {
    env: serverEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  ends.push(async () => ended(daemon));
  await new Promise<void>((ready) => {
    daemon.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("Ready to rumble")) ready();
    });
  });
  return (repository) => `git://127.0.0.1:${port}/${repository}`;
}

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = once(child, "exit");
  if (child.exitCode !== null || child.pid === undefined) return;
  process.kill(-child.pid, "SIGTERM");
  await closed;
}
