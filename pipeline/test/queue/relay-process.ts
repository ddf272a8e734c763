// node relay-process.ts PORT PATH: what connects to the port of 127.0.0.1 is led to the socket that is a file.

import { connect, createServer } from "node:net";

const [port, path = ""] = process.argv.slice(2);
const server = createServer((from) => {
  const to = connect(path);
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const)
    one.on("error", () => other.destroy());
  from.pipe(to).pipe(from);
});
server.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
