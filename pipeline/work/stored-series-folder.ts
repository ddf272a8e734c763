// The folder of a series whose files are taken as they are, whatever the descriptions around them say.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { unknownName } from "../model/unknown-name.ts";
import { checkout } from "./session.ts";

/** Throws UserError for a name that is not a folder in patches/. */
export function storedSeriesFolder(name: string): string {
  const patches = join(checkout, "patches");
  const names = existsSync(patches)
    ? readdirSync(patches, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];
  if (names.includes(name)) return join(patches, name);
  throw unknownName("series", name, names, "./twinboot list series");
}
