// Debug symbols that somebody gave: of the kernel, or refused before anything is booted; then used on what failed.

import type { Certification, CertifiedPlatform } from "../../model/certify/certification.ts";
import type { PackagedKernel } from "../../model/described/packaged-kernel.ts";
import { type Step, step } from "../../model/work/step.ts";
import { type FailingFrames, failingFrames } from "../../plan/certify/failing-frames.ts";
import { checkDebugSymbols, type DebugSymbols } from "../../steps/certify/check-debug-symbols.ts";
import { resolveFrames } from "../../steps/certify/resolve-frames.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import { valueFrom } from "../value-from.ts";
import { keepFile } from "./given-files.ts";

type Checking = { readonly path: string; readonly unpacked: Step<PackagedKernel> };

/** Throws UserError where the file is no vmlinux with debug information of this kernel. */
export async function checkedSymbols(
  session: Session,
  { path, unpacked }: Checking,
  show: Show,
): Promise<DebugSymbols> {
  const file = await keepFile(session.store, path, "give the package of debug symbols");
  const checked = step(checkDebugSymbols, file.name, { file }, { kernel: unpacked });
  return valueFrom(await session.run([checked], show.onEvent), checked);
}

/** Of each platform that it is not certified on. What a module says of itself is left as the kernel said it. */
export async function resolvedFrames(
  session: Session,
  { file, buildId }: DebugSymbols,
  platforms: readonly CertifiedPlatform[],
  show: Show,
): Promise<NonNullable<Certification["debugSymbols"]>> {
  const failing = await failingFrames(platforms, async (console) => session.store.read(console));
  const places = placesOf(failing);
  if (!places.length) return { file, traces: tracesOf(failing, new Map()) };
  const params = { places, file, buildId };
  const resolved = step(resolveFrames, file.name, params, {});
  const outcome = (await session.run([resolved], show.onEvent)).get(resolved.id)?.outcome;
  if (outcome?.status === "error") show.note(`no address was resolved: ${outcome.message}`);
  const lines = outcome?.status === "pass" ? (outcome.value as readonly string[][]) : [];
  const known = new Map(places.map((place, at) => [keyOf(place), lines[at] ?? []]));
  return { file, traces: tracesOf(failing, known) };
}

type Frame = FailingFrames["frames"][number];

/** Each once. */
function placesOf(failing: readonly FailingFrames[]) {
  const own = failing.flatMap(({ frames }) => frames).filter(({ module }) => module === undefined);
  const all = own.map(({ name, offset, size, exact }) => ({ name, offset, size, exact }));
  return [...new Map(all.map((place) => [keyOf(place), place])).values()];
}

function keyOf({ name, offset, size, exact }: Omit<Frame, "text">): string {
  return `${name} ${offset} ${size} ${exact}`;
}

function tracesOf(
  failing: readonly FailingFrames[],
  known: ReadonlyMap<string, readonly string[]>,
): NonNullable<Certification["debugSymbols"]>["traces"] {
  const placesAt = (frame: Frame) =>
    frame.module === undefined ? [...(known.get(keyOf(frame)) ?? [])] : [];
  return failing.map(({ platform, frames }) => ({
    platform,
    frames: frames.map((frame) => ({ frame: frame.text, places: placesAt(frame) })),
  }));
}
