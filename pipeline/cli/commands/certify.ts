// ./twinboot certify [KERNEL]...: finished kernels, certified or not, each with the bulletin that says so.

import { join } from "node:path";
import { hasRegressions } from "../../model/certify/against.ts";
import type { Certification } from "../../model/certify/certification.ts";
import { InfraError, UserError } from "../../model/errors.ts";
import { certificationTable } from "../../report/certify/certification-table.ts";
import { certificationText } from "../../report/certify/certification-text.ts";
import {
  type CertifiedKernel,
  certifyKernel,
  type CertifyWishes,
  type GivenSource,
} from "../../work/certify/certify-kernel.ts";
import type { GivenPaths } from "../../work/certify/given-files.ts";
import { writeCertificate } from "../../work/certify/write-certificate.ts";
import { checkout, type Session, type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { certifyTable } from "./certify-table.ts";

type Given = SessionOptions &
  Omit<ShowOptions, "dryRun"> & {
    readonly kernel?: readonly string[];
    readonly modules?: string;
    readonly config?: string;
    readonly keyring?: string;
    readonly initramfs?: string;
    readonly debugSymbols?: string;
    readonly against?: readonly string[];
    readonly profile?: string;
    readonly platform?: readonly string[];
    readonly output?: string;
    readonly table?: string;
    readonly key?: string;
    readonly attempts?: number;
  };

/** Returns the highest exit code of all kernels; if one cannot be tried, the others still are. */
export async function certifyCommand(options: Given): Promise<number> {
  const { table, output } = options;
  if (table !== undefined)
    return certifyTable({ ...options, table, ...(output ? { output } : {}) });
  return withSession(options, async (session) => {
    const all = wishesOf(session, options);
    const found: Certification[] = [];
    const failed: string[] = [];
    for (const wishes of all) {
      const show = showFor(options);
      try {
        const one = await certifyKernel(session, wishes, show);
        found.push(one.found);
        show.end();
        await tell(session, one, options);
      } catch (error) {
        if (all.length === 1 || !isTold(error)) throw error;
        failed.push(`${labelOf(wishes)}: ${error.message}\n  next: ${error.hint}`);
      } finally {
        show.end();
      }
    }
    if (all.length > 1 && !options.json) process.stdout.write(`${certificationTable(found)}\n`);
    for (const one of failed) process.stderr.write(`twinboot: ${one}\n`);
    return Math.max(failed.length ? 3 : 0, ...found.map(exitCodeOf));
  });
}

function isTold(error: unknown): error is UserError | InfraError {
  return error instanceof UserError || error instanceof InfraError;
}

function labelOf({ kernel }: CertifyWishes): string {
  return "suite" in kernel ? `${kernel.suite}/${kernel.package}` : kernel.files.join(" ");
}

/** One for each kernel: those of twinboot.yaml have profiles of their own. */
function wishesOf({ descriptions }: Session, options: Given): CertifyWishes[] {
  const { kernel = [], against, platform, attempts, profile, fresh } = options;
  const common = {
    ...(fresh === undefined ? {} : { fresh }),
    ...(platform ? { platform } : {}),
    ...(attempts === undefined ? {} : { attempts }),
  };
  const bare = bareOf(options);
  if (kernel.length)
    return [
      {
        ...common,
        kernel: sourceOf(kernel, bare),
        profile: profile ?? "general",
        ...besideKernel(options),
        ...(against?.length ? { against: sourceOf(against, bare) } : {}),
      },
    ];
  const listed = descriptions.installation.certify;
  if (!listed.length || against || Object.keys(besideKernel(options)).length)
    throw new UserError("certify needs a kernel", "./twinboot certify KERNEL.deb");
  return listed.map(({ suite, package: name, profile: own }) =>
    Object.assign({ kernel: { suite, package: name }, profile: profile ?? own }, common),
  );
}

/** What is of one kernel, and of no other. */
function besideKernel({ initramfs, debugSymbols }: Given) {
  return { ...(initramfs ? { initramfs } : {}), ...(debugSymbols ? { debugSymbols } : {}) };
}

function bareOf({ modules, config, keyring }: Given): Omit<GivenPaths, "files"> {
  return {
    ...(modules ? { modules } : {}),
    ...(config ? { config } : {}),
    ...(keyring ? { keyring } : {}),
  };
}

function sourceOf(names: readonly string[], bare: Omit<GivenPaths, "files">): GivenSource {
  const [, suite, name] =
    (names.length === 1 &&
      /^debian:([a-z][a-z-]*)\/([a-z0-9][a-z0-9.+-]*(?::i386)?)$/.exec(names[0] ?? "")) ||
    [];
  return suite && name ? { suite, package: name } : { files: names, ...bare };
}

async function tell(
  { store }: Session,
  certified: CertifiedKernel,
  { output, key, json, kernel }: Given,
): Promise<void> {
  const { found } = certified;
  const whole = output ?? join(checkout, "reports", "certify");
  const folder = output && kernel?.length ? output : join(whole, folderOf(found));
  await writeCertificate(folder, certified, { key, read: (file) => store.read(file) });
  const colour = process.stdout.isTTY;
  process.stdout.write(
    json
      ? `${JSON.stringify(found, undefined, 2)}\n`
      : `${certificationText(found, { colour })}\nbulletin: ${join(folder, "bulletin.html")}\n\n`,
  );
}

/** A name that a package gives chooses no path. One in part, or with an initramfs, takes the place of no other. */
function folderOf({ kernel: { release, initramfs }, profile }: Certification): string {
  const name = release.replaceAll(/[^\w.+~-]/g, "_").replace(/^\.+/, "");
  const kind = `${initramfs ? "-initramfs" : ""}${profile.untried.length ? "-in-part" : ""}`;
  return `${name}-${profile.name}${kind}`;
}

/** 3 where nothing but the machine stands against a certificate. */
function exitCodeOf(found: Certification): number {
  const { word, platforms, config, complaints, against } = found;
  if (against && hasRegressions(against)) return 1;
  if (word !== "not certified") return 0;
  const wrong = platforms.filter((one) => one.word === "not certified");
  const machine = wrong.length > 0 && wrong.every(({ fault }) => fault === "infrastructure");
  return machine && !config.length && !complaints.length ? 3 : 1;
}
