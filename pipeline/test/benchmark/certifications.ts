// A kernel that was certified before, once more; and the memory for the largest of Debian's, in a store that has nothing.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { median } from "simple-statistics";
import { mustRun } from "../../tools/shell.ts";
import { removeTemporaryFolders, temporaryFolder } from "../folder-rig.ts";
import { twinboot } from "../vm/cli-rig.ts";
import { peakMb } from "./peak-mb.ts";
import type { Row } from "./row.ts";

const times = 5;

export async function certifications(): Promise<Row[]> {
  try {
    const again = ["certify", "debian:bookworm/linux-image-cloud-amd64", "--quiet"];
    const output = ["--output", await temporaryFolder()];
    await twinboot([...again, ...output]);
    const seconds: number[] = [];
    for (let n = 0; n < times; n += 1)
      seconds.push((await twinboot([...again, ...output])).seconds);
    const worst = Math.max(...seconds).toFixed(2);
    return [
      {
        what: "`./twinboot certify`, the kernel unchanged",
        goal: "at most 3 s",
        figure: `${median(seconds).toFixed(2)} s (median of ${times}, worst ${worst} s)`,
      },
      await memoryRow(),
    ];
  } finally {
    await removeTemporaryFolders();
  }
}

async function memoryRow(): Promise<Row> {
  const folder = await temporaryFolder();
  const asked = await mustRun(["apt-cache", "depends", "--important", "linux-image-amd64"]);
  const name = /Depends: (linux-image-\S+)/.exec(asked)?.[1] ?? "";
  await mustRun(["apt-get", "download", "--quiet", name], { cwd: folder });
  const [file = ""] = await readdir(folder);
  const deb = join(folder, file);
  const words = [deb, "--platform", "bare-q35", "--output", join(folder, "out"), "--quiet"];
  const peak = await peakMb(["certify", ...words], { TWINBOOT_STORE: join(folder, "store") });
  return {
    what: `memory of the pipeline (peak RSS), certifying a package of ${mb((await stat(deb)).size)} MB on bare-q35 in an empty store`,
    goal: "at most 200 MB",
    figure: `${peak.toFixed(0)} MB`,
  };
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
