// What of a series was posted before: patches/<series>/posted/vN.mbox, the mails as they went out.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../../model/digest.ts";
import { UserError } from "../../model/errors.ts";
import type { PatchFile } from "../../model/described/series.ts";
import { splitMbox } from "./git-mail.ts";
import { importSeries } from "./import-series.ts";
import { headerOf } from "../stored/mail-header.ts";
import { readSource } from "./source.ts";
import { numberOf } from "../stored/stored-patch.ts";

export type Posted = {
  readonly version: number;
  readonly path: string;
  /** Its address in the archive; absent if the mbox is our own, whose message ids were never sent. */
  readonly link?: string;
};

/** The last version; undefined before the first one. Throws UserError for any other file. */
export async function lastPosted(dir: string): Promise<Posted | undefined> {
  const folder = join(dir, "posted");
  if (!existsSync(folder)) return undefined;
  const versions = (await readdir(folder)).map((name) => {
    const version = Number(/^v([1-9]\d{0,3})\.mbox$/.exec(name)?.[1]);
    if (version) return version;
    throw new UserError(
      `${folder}/${name}: it is not a posted version`,
      "name it v1.mbox, v2.mbox, ...",
    );
  });
  const version = Math.max(0, ...versions);
  return version ? postedAt(join(folder, `v${version}.mbox`), version) : undefined;
}

export async function postedAt(path: string, version: number): Promise<Posted> {
  const id = await messageId(path);
  if (id === undefined) return { version, path };
  const escaped = encodeURIComponent(id).replaceAll("%40", "@");
  return { version, path, link: `https://lore.kernel.org/r/${escaped}` };
}

/** The patches of an mbox as a series has them. */
export async function postedPatches(path: string): Promise<PatchFile[]> {
  const source = await readSource(path);
  const { files, patches } = await importSeries(source, { series: "posted", base: "none" });
  return patches.map((name) => {
    const text = files.get(name) ?? "";
    return { name, text, digest: digestOf(text) };
  });
}

/** Of the letter, or of the first patch of a series without one. */
async function messageId(path: string): Promise<string | undefined> {
  const heads = (await splitMbox(path, path)).map((mail) => mail.split(/\r?\n\r?\n/)[0] ?? "");
  const first =
    heads.find((head) => numberOf(headerOf(`${head}\n`, "Subject") ?? "")?.n === 0) ?? heads[0];
  const id = /<([^<>\s]+@[^<>\s]+)>/.exec(headerOf(`${first ?? ""}\n`, "Message-ID") ?? "")?.[1];
  return id?.endsWith("@twinboot.invalid") ? undefined : id;
}
