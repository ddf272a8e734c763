// JSON files that carry their own digest, so that a disk, a kill or a hand that changed one is noticed when it is read.

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { z } from "zod";
import { digestOf } from "../model/digest.ts";

/** `wrong`: why the file cannot be used, as the end of a sentence about it. If neither is set, the file does not exist. */
export type ReadBack<T> = { readonly value?: T; readonly wrong?: string };

const mostBytes = 32 * 2 ** 20;

/** Still JSON: the digest of the text without it is the first member. */
export function sealed(value: object): string {
  const text = JSON.stringify(value);
  return `{"sha256":"${digestOf(text)}",${text.slice(1)}`;
}

/** Throws nothing: whatever is wrong with the file is said. */
export async function readSealed<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<ReadBack<z.infer<S>>> {
  const { value, ...rest } = await readPlain(path, mostBytes);
  return value ? unsealed(value.toString(), schema) : rest;
}

function unsealed<S extends z.ZodType>(text: string, schema: S): ReadBack<z.infer<S>> {
  const seal = /^\{"sha256":"([0-9a-f]{64})",/.exec(text);
  if (!seal) return { wrong: "does not begin with its digest" };
  const rest = `{${text.slice(seal[0].length)}`;
  if (digestOf(rest) !== seal[1]) return { wrong: "is damaged: its digest does not hold" };
  return checked(rest, schema);
}

/** JSON of a kind, as somebody else wrote it. */
export function checked<S extends z.ZodType>(text: string, schema: S): ReadBack<z.infer<S>> {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return { value: parsed.data };
    const [issue] = parsed.error.issues;
    return { wrong: `is not of its kind: ${issue?.path.join(".") || "all"}: ${issue?.message}` };
  } catch (error) {
    // No JSON, or nested so deep that the stack is too small for it.
    const words = (error as Error).message.replaceAll(/\p{Cc}/gu, " ").slice(0, 200);
    return { wrong: `cannot be understood: ${words}` };
  }
}

/** The bytes of a regular file of bounded size; links are not followed, and a FIFO or a device does not hold us up. */
export async function readPlain(path: string, limit: number): Promise<ReadBack<Buffer>> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = await file.stat();
    if (!found.isFile()) return { wrong: "is not a regular file" };
    if (found.size > limit) return { wrong: `is too large: ${found.size} bytes` };
    return { value: await file.readFile() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    return { wrong: code === "ELOOP" ? "is a link" : `cannot be read: ${message}` };
  } finally {
    await file?.close();
  }
}
