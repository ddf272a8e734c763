// ./twinboot doctor: what this machine has and lacks, with the command that mends it. Installs nothing.

import { existsSync } from "node:fs";
import { readFile, rm, statfs } from "node:fs/promises";
import { availableParallelism, machine, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { neededPackages } from "../../model/described/needed-package.ts";
import type { StepContext } from "../../model/work/step.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { proveAccelerator } from "../../steps/boot/prove-accelerator.ts";
import { githubAccess } from "../../tools/github.ts";
import { whereIs } from "../../tools/host.ts";
import { sandboxProof } from "../../tools/shell.ts";
import { temporaryFolder } from "../../tools/temporary-folder.ts";
import { missingPackages } from "../../work/host-for.ts";
import { remoteAccess } from "../../work/remote/remote-access.ts";
import { checkout, remoteGiven, storeDir } from "../../work/session.ts";

type Check = {
  readonly what: string;
  readonly ok: boolean;
  readonly says: string;
  readonly next?: string;
};

const storeNeedsGiB = 15;
const memoryNeedsMiB = 3072;

/** Exit code 0 when nothing is missing, 3 otherwise. KVM is never missing: everything works without it. */
export async function doctorCommand(): Promise<number> {
  const packages = await packageChecks();
  const checks = [nodeCheck(), ...packages, memoryCheck(), await storeCheck()];
  if (packages.every(({ ok }) => ok)) checks.push(await sandboxCheck());
  for (const line of await otherArchitectures()) process.stdout.write(line);
  for (const check of checks) print(check);
  const ready = checks.every(({ ok }) => ok);
  if (ready) print(await kvmCheck());
  for (const check of [await githubCheck(), await remoteCheck()]) if (check) print(check);
  process.stdout.write(
    ready ? "nothing is missing\n" : "the lines marked MISSING say how to fix it\n",
  );
  return ready ? 0 : 3;
}

function print({ what, ok, says, next }: Check): void {
  const mend = !ok && next ? `  fix: ${next}` : "";
  process.stdout.write(`${ok ? "ok     " : "MISSING"}  ${what.padEnd(28)} ${says}${mend}\n`);
}

function nodeCheck(): Check {
  const ok = Number(process.versions.node.split(".")[0]) >= 24;
  return { what: "node", ok, says: process.version, next: "npm ci" };
}

/** One line for each entry of tools/system-packages. */
async function packageChecks(): Promise<Check[]> {
  const text = await readFile(join(checkout, "pipeline/tools/system-packages"), "utf8");
  return Promise.all(
    neededPackages(text, machine()).map(async ({ what, package: name }) => {
      const found = what.startsWith("/")
        ? existsSync(what)
          ? what
          : undefined
        : await whereIs(what);
      return {
        what,
        ok: found !== undefined,
        says: found ?? "not there",
        next: `apt-get install ${name}`,
      };
    }),
  );
}

/** Nothing is missing with them: a run that builds or boots for one installs what it needs. */
async function otherArchitectures(): Promise<string[]> {
  const all = readDescriptions(checkout);
  const lines = [...all.architectures.keys()].map(async (name) => {
    const missing = await missingPackages(all, [name], machine());
    return missing.length
      ? `later    ${name.padEnd(28)} its first kernel installs ${missing.join(" ")}\n`
      : "";
  });
  return Promise.all(lines);
}

function memoryCheck(): Check {
  const mib = Math.floor(totalmem() / 2 ** 20);
  const says = `${mib} MiB, ${availableParallelism()} CPUs`;
  return {
    what: "memory",
    ok: mib >= memoryNeedsMiB,
    says,
    next: `${memoryNeedsMiB} MiB are required`,
  };
}

async function storeCheck(): Promise<Check> {
  let there = storeDir();
  while (!existsSync(there)) there = dirname(there);
  const { bavail, bsize } = await statfs(there);
  const gib = Math.floor((bavail * bsize) / 2 ** 30);
  return {
    what: "store",
    ok: gib >= storeNeedsGiB,
    says: `${storeDir()}, ${gib} GiB free`,
    next: `a whole run needs ${storeNeedsGiB} GiB: TWINBOOT_STORE=/path`,
  };
}

/** The same proof that every run makes before it builds: a program that tries to get out. */
async function sandboxCheck(): Promise<Check> {
  const { holds, says, next } = await sandboxProof();
  return { what: "sandbox", ok: holds, says, next };
}

/** The same proof that a run makes that may use KVM: a guest that boots. */
async function kvmCheck(): Promise<Check> {
  const workDir = await temporaryFolder();
  const { bootSector } = readDescriptions(checkout);
  const params = { bootSector, asked: "auto" } as const;
  const outcome = await proveAccelerator.run({ workDir } as StepContext, params, {});
  await rm(workDir, { recursive: true });
  const proof = outcome.status === "pass" ? outcome.value : { kvm: false, because: "no answer" };
  const says = proof.kvm ? proof.because : `not used, TCG instead: ${proof.because}`;
  return { what: "kvm", ok: true, says };
}

/** Only where a token is given: nothing but publishing needs one. */
async function githubCheck(): Promise<Check | undefined> {
  const {
    GITHUB_TOKEN,
    GITHUB_REPOSITORY,
    GITHUB_API_URL = "https://api.github.com",
  } = process.env;
  if (!GITHUB_TOKEN || !GITHUB_REPOSITORY) return undefined;
  const { ok, says } = await githubAccess(GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL);
  return { what: "github", ok, says, next: "publishing needs a token with push permission" };
}

/** Only where one is named: a run does without. */
async function remoteCheck(): Promise<Check | undefined> {
  const { installation } = readDescriptions(checkout);
  const { signal } = new AbortController();
  const remote = await remoteAccess({ ...remoteGiven, installation, signal });
  return remote && { what: "remote store", ...remote };
}
