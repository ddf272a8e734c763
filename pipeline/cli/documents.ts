// The written documents that are made from the commands, by their path in the checkout.

import { manualPage } from "./manual-page.ts";
import { reference } from "./reference.ts";
import type { Command } from "./usage/command.ts";

export function documents(commands: readonly Command[]): ReadonlyMap<string, string> {
  return new Map([
    ["docs/commands.md", reference(commands)],
    ["docs/twinboot.1", manualPage(commands)],
  ]);
}
