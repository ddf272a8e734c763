// What the verdicts stand on: kernels, hypervisors, heads, the host, what was reused, where the time went.

import type { RunRecord } from "../../model/record/run-record.ts";
import { durationInWords, sizeInWords } from "../facts/in-words.ts";
import { imageStatement, type KernelImage, kernelImages } from "../facts/kernel-images.ts";
import type { Section } from "../safe/markdown-budget.ts";
import { code, plain, tableHead, tableRow } from "../safe/markdown-escape.ts";
import { remadeStatements } from "../facts/remade-steps.ts";
import { reusedBoots } from "../facts/reused-boots.ts";
import { stepTimes } from "../facts/step-times.ts";

export function provenanceSections(run: RunRecord): Section[] {
  const all = [
    kernels(run),
    heads(run),
    hypervisors(run),
    host(run),
    reused(run),
    remade(run),
    times(run),
  ];
  return all.filter((section) => section.blocks.length > 0);
}

function kernels(run: RunRecord): Section {
  return listed("Kernels", "kernels", kernelImages(run).map(kernelItem));
}

function kernelItem(image: KernelImage): string {
  const { digest, buildId, release, bytes, rows } = image;
  const names = rows.map((row) => plain(`${row.head} ${row.series} (${row.flavour})`)).join(", ");
  const identity = `${code(digest.slice(0, 12))}, build-id ${code(buildId)}, release ${plain(release)}, ${sizeInWords(bytes)}`;
  return `- **${names}**: ${identity}. ${plain(imageStatement(image), 1000)}`;
}

function heads(run: RunRecord): Section {
  const rows = run.heads.map(({ name, channel, pin, release, commit, sha256 }) => {
    const digests = [commit && `commit ${code(commit)}`, sha256 && `sha256 ${code(sha256)}`];
    const exact = digests.filter(Boolean).join("<br>");
    return tableRow([plain(name), channel, plain(release ?? ""), plain(pin), exact]);
  });
  const intro = tableHead(["head", "channel", "release", "pinned at", "exactly"]);
  return { title: "Heads", intro, blocks: rows, between: "\n", blockName: "heads" };
}

function hypervisors(run: RunRecord): Section {
  const items = run.hypervisors.map(
    ({ name, version, digest }) => `- ${plain(name)} ${plain(version)}, ${code(digest)}`,
  );
  return listed("Hypervisors", "hypervisors", items);
}

function host({ host: machine }: RunRecord): Section {
  const { system, kernel, cpus, memoryMiB, compiler, linker } = machine;
  const proof = machine.kvm ? "KVM works here" : "KVM was not used";
  return listed("Host and accelerator", "lines", [
    `- ${plain(system)}, kernel ${plain(kernel)}, ${cpus} CPUs, ${memoryMiB} MiB`,
    `- ${plain(compiler)}; ${plain(linker)}`,
    `- QEMU ${plain(machine.qemu)}, ${code(machine.qemuDigest)}`,
    ...(machine.kvmBecause === undefined ? [] : [`- ${proof}: ${plain(machine.kvmBecause)}`]),
  ]);
}

function remade(run: RunRecord): Section {
  const items = remadeStatements(run).map((words) => `- ${plain(words, 1000)}`);
  return listed("Made again here", "steps", items);
}

function reused(run: RunRecord): Section {
  const { sentence } = reusedBoots(run);
  const why = "Kernel, image, platform, accelerator and QEMU are the same.";
  return listed("Reused boots", "notes", sentence ? [`${sentence} ${why}`] : []);
}

function times(run: RunRecord): Section {
  const rows = stepTimes(run).map((time) =>
    tableRow([
      plain(time.kind),
      String(time.made),
      String(time.reused),
      durationInWords(time.durationMs),
    ]),
  );
  const intro = tableHead(["step", "made", "reused", "time"]);
  return { title: "Time by kind of step", intro, blocks: rows, between: "\n", blockName: "kinds" };
}

function listed(title: string, blockName: string, blocks: readonly string[]): Section {
  return { title, blocks, between: "\n", blockName };
}
