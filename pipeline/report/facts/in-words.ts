// Numbers and words of a run as a reader wants them: durations, sizes, moments, whose fault.

import type { Fault } from "../../model/judge/finding.ts";
import type { Verdict } from "../../model/judge/verdict.ts";

/** `340 ms`, `4.2 s`, `4 min 42 s`, `1 h 05 min`. */
export function durationInWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${padded(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`;
}

function padded(count: number): string {
  return String(count).padStart(2, "0");
}

/** `17 bytes`, `9.8 MiB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** `2026-11-21 03:05 UTC` of an ISO moment. */
export function momentInWords(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}

const actors: Readonly<Record<Fault, string>> = {
  series: "the series",
  head: "the head",
  hypervisor: "the hypervisor",
  description: "the description",
  infrastructure: "the infrastructure",
};

/** Who must act, as the subject of a sentence. */
export function actorOf(fault: Fault | undefined): string {
  return fault ? actors[fault] : "nobody named";
}

const signs: Readonly<Record<Verdict, string>> = {
  pass: "\u2713",
  fail: "\u2717",
  "base-broken": "\u25D0",
  blocked: "\u2298",
  skip: "\u2013",
  infra: "!",
  inconclusive: "?",
};

/** A sign beside the word, so that no verdict is told by colour alone. */
export function signOf(verdict: Verdict): string {
  return signs[verdict];
}
