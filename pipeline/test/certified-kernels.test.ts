// The table of kernels in docs/certify.md is made by a command, and has a row for each that twinboot.yaml names.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { plain } from "../report/safe/markdown-escape.ts";
import { checkout } from "../work/session.ts";

const { certify } = readDescriptions(checkout).installation;
const text = readFileSync(join(checkout, "docs/certify.md"), "utf8");
const [, table = ""] = /<!-- made by: [^>]* -->([^]*)<!-- end of the table -->/.exec(text) ?? [];

test.each(certify.map((one) => [one.suite, one.package, one.profile] as const))(
  "%s/%s has a row in the table of the profile %s",
  (suite, name, profile) => {
    const [, own = ""] = table.split(`Profile \`${profile}\`:`);
    const kernel = /:/.test(name) ? plain(name) : `\`${name}\``;
    expect(own.split("Profile `")[0]).toContain(`| ${suite} ${kernel} |`);
  },
);
