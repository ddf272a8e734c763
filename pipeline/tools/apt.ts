// The one door to apt, with a state of its own: other suites than the installed one, and the system's lists left alone.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";
import { answerOf } from "./apt-answers.ts";
import { regularText } from "./files/regular-text.ts";
import { removeFolder } from "./files/remove-folder.ts";
import { folderListing } from "./folder-listing.ts";
import { mustRun, run } from "./shell.ts";
import { listsStand } from "./standing-lists.ts";

let origins: Promise<string> | undefined;

/** What apt reads after the machine's own files. Part of the program: a state made by another version has it too. */
const lastWord = join(import.meta.dirname, "apt-last-word.conf");

/**
 * The archives' addresses as this machine's own apt configuration has them: `uri suite component`, a line each. All who
 * ask at once share one answer. `kept`: a folder for it, where it is to be remembered.
 */
export async function machineOrigins(kept?: string): Promise<string> {
  origins ??= askedOrigins(kept).finally(() => {
    origins = undefined;
  });
  return origins;
}

/** The variable names settings that nobody looks at here. */
async function askedOrigins(kept: string | undefined): Promise<string> {
  const format = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
  const argv = ["apt-get", "indextargets", "--format", format];
  if (kept === undefined || process.env["APT_CONFIG"] !== undefined) return mustRun(argv);
  const from = ["/var/lib/apt/lists"];
  return answerOf({ kept, argv, from }, async () => ({ answer: await mustRun(argv), holds: true }));
}

/** `bookworm`: the suite that this machine runs. */
export async function machineSuite(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8");
  const name = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  if (name) return name;
  throw new InfraError("/etc/os-release names no Debian suite", "run this on Debian 12 or later");
}

export type AptLists = {
  /** Lines of sources.list. */
  readonly sources: readonly string[];
  /** Debian's name; this machine's where absent. */
  readonly architecture?: string;
};

export class AptState {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * Opens the state in a folder, for these lines of sources.list, and brings its lists up to date. apt never looks again
   * at a list that it has: where one is not as it was left, packages would be hidden, so all is fetched anew. Where all
   * are, and the archives' signed lists still have these bytes, it is not asked.
   */
  static async open(
    dir: string,
    { sources, architecture }: AptLists,
    signal: AbortSignal,
  ): Promise<AptState> {
    const state = new AptState(dir);
    const left = `${dir}.left`;
    const isAsLeft = (await regularText(left)) === (await folderListing(dir, "cache"));
    const config = configuration(dir, architecture);
    if (isAsLeft && (await state.#stands({ sources, config, left }, signal))) return state;
    if (!isAsLeft) await removeFolder(dir);
    await rm(left, { recursive: true, force: true });
    await mkdir(join(dir, "lists", "partial"), { recursive: true });
    await mkdir(join(dir, "cache", "archives", "partial"), { recursive: true });
    await writeChanged(join(dir, "status"), "");
    await writeChanged(state.sourcesList, listOf(sources));
    await writeChanged(join(dir, "apt.conf"), config);
    // Reading unchanged lists again would cost most of a second; apt-cache does it where they changed.
    const lazy = ["-o", "pkgCacheFile::Generate=false"];
    try {
      await state.get(["update", "--error-on=any", "-qq", ...lazy], dir, signal);
    } finally {
      await writeFile(left, (await folderListing(dir, "cache")) ?? "");
    }
    return state;
  }

  async #stands(
    { sources, config, left }: { sources: readonly string[]; config: string; left: string },
    signal: AbortSignal,
  ): Promise<boolean> {
    const isFor =
      (await regularText(this.sourcesList)) === listOf(sources) &&
      (await regularText(join(this.#dir, "apt.conf"))) === config;
    return isFor && listsStand(join(this.#dir, "lists"), { sources, left }, signal);
  }

  /** The state of a suite that this run has brought up to date already. */
  static at(dir: string): AptState {
    return new AptState(dir);
  }

  /** The sources.list of this state: mmdebstrap takes it too. */
  get sourcesList(): string {
    return join(this.#dir, "sources.list");
  }

  /** apt-cache's answer; empty where it knows nothing. What it knew of these lists it is not asked again. */
  async cache(...args: string[]): Promise<string> {
    const argv = ["apt-cache", "-c", lastWord, ...args];
    const own = ["lists", "sources.list", "apt.conf", "status"].map((name) =>
      join(this.#dir, name),
    );
    const question = { kept: `${this.#dir}.answers`, argv, from: [...own, lastWord] };
    return answerOf(question, async () => {
      const { stdout, exitCode, dropped } = await run(argv, { env: this.#env() });
      return { answer: stdout, holds: exitCode === 0 && !dropped };
    });
  }

  /** apt-get in a folder; what it cannot do is the network's or the mirror's fault. */
  async get(args: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
    const result = await run(["apt-get", "-c", lastWord, ...args], {
      env: this.#env(),
      cwd,
      signal,
    });
    if (result.exitCode === 0) return;
    throw new InfraError(
      `apt-get ${args[0]} failed: ${whyAptFailed(result.log)}`,
      "is the network there? check it and the mirror with: apt-get update",
    );
  }

  #env(): Record<string, string> {
    return {
      PATH: process.env["PATH"] ?? "/usr/bin:/bin",
      LC_ALL: "C",
      APT_CONFIG: join(this.#dir, "apt.conf"),
    };
  }
}

/** apt's first error; the ones after it follow from it. Its last lines where it names none. */
export function whyAptFailed(log: string): string {
  const lines = log.trim().split("\n");
  const error = lines.find((line) => line.startsWith("E: "))?.slice(3);
  return (error ?? lines.slice(-3).join(" ")).replaceAll(/\s+/g, " ");
}

function listOf(sources: readonly string[]): string {
  return `${sources.join("\n")}\n`;
}

/** Leaves an equal file alone: a new time stamp would make apt read every list again. */
async function writeChanged(path: string, content: string): Promise<void> {
  const there = await readFile(path, "utf8").catch(() => undefined);
  if (there !== content) await writeFile(path, content);
}

function configuration(dir: string, architecture: string | undefined): string {
  const other = architecture
    ? `APT::Architecture "${architecture}";\nAPT::Architectures { "${architecture}"; };\n`
    : "";
  return `Dir::Etc::sourcelist "${dir}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "${dir}/lists";
Dir::State::status "${dir}/status";
Dir::Cache "${dir}/cache";
Acquire::Languages "none";
APT::Sandbox::User "root";
Acquire::Retries "0";
${other}`;
}
