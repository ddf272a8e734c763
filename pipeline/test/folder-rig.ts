// Temporary folders that go when the test file that made them is through.

import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const made: string[] = [];

export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "twinboot-test-"));
  // As the folders of a store are: what runs in the sandbox is another user.
  await chmod(dir, 0o755);
  made.push(dir);
  return dir;
}

/** After each test file: files that share modules load this one only once, so it cannot ask for that itself. */
export async function removeTemporaryFolders(): Promise<void> {
  await Promise.all(made.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
}

/** Path -> content, below a folder. */
export async function writeFiles(
  dir: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}
