// What changed between two runs beside the verdicts: without this a difference between them says nothing.

import type { RunRecord } from "../../model/record/run-record.ts";

type Head = RunRecord["heads"][number];

/** A line for each thing: `sid: 4a1c6d1b2f7d..8b2d7e2c308e (7.2.13 to 7.2.14)`, `QEMU: ...`, `compiler: ...`. */
export function betweenRuns(before: RunRecord, after: RunRecord): string[] {
  const { host: a } = before;
  const { host: b } = after;
  return [
    ...after.heads.flatMap((head) => {
      const old = before.heads.find(({ name }) => name === head.name);
      return old ? headChange(old, head) : [];
    }),
    ...after.hypervisors.flatMap(({ name, version, digest }) => {
      const old = before.hypervisors.find((one) => one.name === name);
      return old && old.digest !== digest
        ? [`${name}: ${old.version} ${short(old.digest)} to ${version} ${short(digest)}`]
        : [];
    }),
    ...(a.qemuDigest === b.qemuDigest
      ? []
      : [`QEMU: ${a.qemu} ${short(a.qemuDigest)} to ${b.qemu} ${short(b.qemuDigest)}`]),
    ...changed("compiler", a.compiler, b.compiler),
    ...changed("linker", a.linker, b.linker),
    ...changed("host", a.system, b.system),
  ];
}

/** The commits between, as `git log` takes them; nothing where the head stood still. */
export function headChange(before: Head, after: Head): string[] {
  const [from, to] = [before.commit ?? before.pin, after.commit ?? after.pin];
  if (from === to) return [];
  const releases =
    before.release === after.release ? [] : [`(${before.release} to ${after.release})`];
  const names = before.name === after.name ? after.name : `${before.name} to ${after.name}`;
  return [[`${names}: ${short(from)}..${short(to)}`, ...releases].join(" ")];
}

function changed(what: string, before: string, after: string): string[] {
  return before === after ? [] : [`${what}: ${before} to ${after}`];
}

function short(digest: string): string {
  return /^[0-9a-f]{40,64}$/u.test(digest) ? digest.slice(0, 12) : digest;
}
