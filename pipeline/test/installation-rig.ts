// An installation of its own: the program beside made-up descriptions, driven as a person would.

import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checkoutWith, type Files } from "./description-rig.ts";

const source = resolve(import.meta.dirname, "../..");

/** The program finds its checkout by where it lies: a copy of its thousand files would cost more than the call. */
const asIfItLayThere = ["--preserve-symlinks", "--preserve-symlinks-main"];

export type Said = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export class Installation {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(files: Files): Promise<Installation> {
    const root = await checkoutWith(files);
    for (const name of ["pipeline", "node_modules"])
      await symlink(join(source, name), join(root, name));
    return new Installation(root);
  }

  get store(): string {
    return join(this.root, "store");
  }

  /** `./twinboot ARGS`, with a store of its own and nobody's git configuration. */
  async twinboot(...args: string[]): Promise<Said> {
    const main = join(this.root, "pipeline/cli/main.ts");
    return this.#run(process.execPath, [...asIfItLayThere, main, ...args]);
  }

  async git(...args: string[]): Promise<Said> {
    return this.#run("git", [
      "-C",
      this.root,
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@b",
      ...args,
    ]);
  }

  #run(command: string, args: string[]): Promise<Said> {
    const env = {
      ...process.env,
      TWINBOOT_STORE: this.store,
      // Half of a call is reading the program: the next calls need not.
      NODE_COMPILE_CACHE: join(this.root, "compiled"),
      HOME: this.root,
      GIT_CONFIG_NOSYSTEM: "1",
      GITHUB_ACTIONS: "",
    };
    return new Promise((done) => {
      execFile(command, args, { env, cwd: this.root }, (error, stdout, stderr) => {
        done({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
      });
    });
  }
}
