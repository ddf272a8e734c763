// A machine on which nobody installed anything: a root folder of a suite's essential packages, git and certificates.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { storeDir } from "../../work/session.ts";
import { digestOf } from "../../model/digest.ts";
import { aptOrigins } from "../../parse/apt.ts";
import { machineOrigins, machineSuite } from "../../tools/apt.ts";
import { mustRun } from "../../tools/shell.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { checkout } from "./cli-rig.ts";

/** A folder of this machine that is /shared in the root; with `own`, a copy of those folders in it that is the user's. */
export type Shared = { readonly folder: string; readonly own?: readonly string[] };

export type RootResult = { readonly exitCode: number | null; readonly log: string };

const certificates = "/usr/local/share/ca-certificates";
const bundle = "/etc/ssl/certs/ca-certificates.crt";

export class MinimalRoot {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** With what lies in the store by the digest of its list, or else made by mmdebstrap. `dev` is a user of it. */
  static async make(suite: string, packages: readonly string[]): Promise<MinimalRoot> {
    const root = new MinimalRoot(await temporaryFolder());
    await mustRun(["tar", "-xf", await archiveOf(suite, packages), "-C", root.#root]);
    await root.#takeSettings();
    await root.run("root", ["useradd", "--create-home", "--shell", "/bin/bash", "dev"]);
    if (packages.includes("sudo"))
      await appendFile(join(root.#root, "etc/sudoers"), "dev ALL=(ALL) NOPASSWD: ALL\n");
    return root;
  }

  /** The commit that is checked out here, in the user's home. */
  async clone(user: "root" | "dev"): Promise<void> {
    const home = join(this.#root, user === "root" ? "root" : "home/dev", "twinboot");
    await mustRun(["git", "-c", "safe.directory=*", "clone", "--quiet", checkout, home]);
    await this.run("root", ["chown", "-R", `${user}:`, home.slice(this.#root.length)]);
  }

  /** A command in the user's clone. */
  async run(user: "root" | "dev", argv: readonly string[], shared?: Shared): Promise<RootResult> {
    const home = user === "root" ? "/root" : "/home/dev";
    const inClone = ["sh", "-c", `cd ${home}/twinboot 2>/dev/null || cd /; exec "$@"`, "sh"];
    const child = spawn(
      join(checkout, "pipeline/test/vm/enter-root"),
      [this.#root, user, ...inClone, ...argv],
      {
        env: {
          PATH: process.env["PATH"],
          SHARED: shared?.folder,
          OWN: shared?.own?.join(" "),
          VARIABLES: `${await npmSettings()} ${shared ? "TWINBOOT_STORE=/shared" : ""}`,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { exitCode, log };
  }

  /** How this machine reaches its archives and registries: apt's settings, and certificates of its own. */
  async #takeSettings(): Promise<void> {
    const settings = await mustRun(["apt-config", "dump"]);
    const lines = settings.split("\n").filter((line) => /^Acquire::(?:Check-|https?::)/.test(line));
    await writeFile(join(this.#root, "etc/apt/apt.conf.d/50machine"), `${lines.join("\n")}\n`);
    // A root is thrown away: no package of it has to outlive a power cut.
    await writeFile(join(this.#root, "etc/dpkg/dpkg.cfg.d/50machine"), "force-unsafe-io\n");
    if (existsSync(certificates))
      await cp(certificates, join(this.#root, certificates), { recursive: true });
    await this.run("root", ["update-ca-certificates"]);
  }
}

/** mmdebstrap's minbase variant with the packages, as a tar archive in the store. */
async function archiveOf(suite: string, packages: readonly string[]): Promise<string> {
  const folder = join(storeDir(), "kept", "minimal-roots");
  await mkdir(folder, { recursive: true });
  const sources = await sourcesFor(suite);
  const name = `${suite}-${digestOf([...packages, ...sources].join("\n"))}.tar`;
  const archive = join(folder, name);
  if ((await readdir(folder)).includes(name)) return archive;
  const aside = join(await temporaryFolder(), "root.tar");
  const include = `--include=${packages.join(",")}`;
  await mustRun(["mmdebstrap", "--quiet", "--variant=minbase", include, suite, aside, ...sources]);
  await rename(aside, archive).catch(() => cp(aside, archive));
  return archive;
}

/** This machine's archives, with the suite in place of the installed one: its updates and security too. */
export async function sourcesFor(suite: string): Promise<string[]> {
  const installed = await machineSuite();
  const origins = aptOrigins(await machineOrigins());
  return origins
    .filter((origin) => origin.suite.split("-")[0] === installed)
    .map(({ uri, suite: own }) => `deb ${uri} ${own.replace(installed, suite)} main`);
}

async function npmSettings(): Promise<string> {
  const registry = await mustRun(["npm", "config", "get", "registry"]);
  return `npm_config_registry=${registry.trim()} npm_config_cafile=${bundle} NODE_EXTRA_CA_CERTS=${bundle}`;
}
