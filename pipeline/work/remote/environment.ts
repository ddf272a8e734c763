// The machine that traces are made on, for whoever takes them.

import { cpus } from "node:os";
import type { Digest } from "../../model/digest.ts";
import type { HostFacts } from "../../model/described/host.ts";
import type { Environment } from "../../model/record/trace.ts";

/** `pipeline`: the commit of this checkout, where that says all about it. `programs`: their digest, where a queue asks. */
export function environmentOf(
  { system, kernel, toolchain: { compiler, linker }, qemu }: HostFacts,
  pipeline: string | undefined,
  programs?: Digest,
): Environment {
  return {
    system,
    kernel,
    architecture: process.arch,
    cpu: cpus()[0]?.model ?? "unknown",
    compiler,
    linker,
    qemu: qemu.version,
    qemuDigest: qemu.digest,
    node: process.versions.node,
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(programs === undefined ? {} : { programs }),
    by: startedBy(process.env),
  };
}

function startedBy({
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: run,
}: NodeJS.ProcessEnv): string {
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : "by hand";
}
