// npm run commands: docs/commands.md and docs/twinboot.1, from the commands.

import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commands } from "./commands.ts";
import { documents } from "./documents.ts";

const root = resolve(import.meta.dirname, "../..");
for (const [path, text] of documents(commands)) writeFileSync(join(root, path), text);
