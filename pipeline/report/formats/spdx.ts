// What the kernels of a run were made of, as SPDX 2.3: trees, series, toolchain, hypervisors, the images by digest.
// https://spdx.github.io/spdx-spec/v2.3/

import { digestOfValue } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { oneLine } from "../safe/visible-text.ts";
import { type KernelTools, kernelTools } from "./kernel-tools.ts";

type Part = {
  readonly name: string;
  readonly version?: string;
  readonly sha256?: string;
  readonly comment?: string;
};
type Relation = readonly [from: string, type: string, to: string];

const documentId = "SPDXRef-DOCUMENT";

/** Ends with a line feed. */
export function renderSpdx(run: RunRecord): string {
  const parts = new Map<string, Part>();
  const add = (part: Part): string => {
    const id = `SPDXRef-${digestOfValue(part).slice(0, 16)}`;
    parts.set(id, part);
    return id;
  };
  const relations = relationsOf(run, add);
  const document = {
    SPDXID: documentId,
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    name: `twinboot-run-${run.run}`,
    documentNamespace: `urn:twinboot:spdx:${digestOfValue([run.run, run.startedAt, [...parts.keys()]])}`,
    creationInfo: { created: `${run.startedAt.slice(0, 19)}Z`, creators: ["Tool: twinboot"] },
    packages: [...parts].map(([id, part]) => packageOf(id, part)),
    relationships: relations.map(([from, type, to]) => ({
      spdxElementId: from,
      relationshipType: type,
      relatedSpdxElement: to,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function relationsOf(run: RunRecord, add: (part: Part) => string): Relation[] {
  const hypervisors = run.hypervisors.map(({ name, version, digest }) =>
    add({ name, version, sha256: digest }),
  );
  const kernels = run.kernels.flatMap((kernel): Relation[] => {
    const { head, series, flavour, digest, release } = kernel;
    const comment = `${head} ${series} ${flavour}, build-id ${kernel.buildId}`;
    const image = add({
      name: kernel.image ?? "bzImage",
      version: release,
      sha256: digest,
      comment,
    });
    const { makes, boots } = kernelTools(run, kernel);
    const tools = makes.map((name) => add({ name }));
    const qemu = add(emulatorPart(boots));
    return [
      [documentId, "DESCRIBES", image],
      [image, "GENERATED_FROM", add(sourceOf(run, head))],
      ...tools.map((tool): Relation => [tool, "BUILD_TOOL_OF", image]),
      ...[qemu, ...hypervisors].map((tool): Relation => [tool, "TEST_TOOL_OF", image]),
      ...(series === baseRow
        ? []
        : [[add(seriesPart(run, head, series)), "PATCH_FOR", image] as const]),
    ];
  });
  const { boots } = kernelTools(run, undefined);
  return kernels.length ? kernels : [[documentId, "DESCRIBES", add(emulatorPart(boots))]];
}

function emulatorPart({ name, version, digest }: KernelTools["boots"]): Part {
  return { name, ...(version === undefined ? {} : { version }), sha256: digest };
}

function sourceOf(run: RunRecord, head: string): Part {
  const at = run.heads.find(({ name }) => name === head);
  const { pin = head, release, commit, sha256 } = at ?? {};
  return {
    name: "linux",
    ...(release === undefined ? {} : { version: release }),
    ...(sha256 === undefined ? {} : { sha256 }),
    comment: `${pin}${commit ? `, commit ${commit}` : ""}`,
  };
}

function seriesPart(run: RunRecord, head: string, series: string): Part {
  const rebased = run.series.find((one) => one.head === head && one.name === series);
  const { patchset, patches = [] } = rebased ?? {};
  const names = patches.map(({ patch }) => patch).join(", ");
  return {
    name: `series ${series}`,
    comment: `${names}${patchset ? `; SHA-256 over the patches' own: ${patchset}` : ""}`,
  };
}

function packageOf(id: string, { name, version, sha256, comment }: Part): Json {
  return {
    SPDXID: id,
    name: oneLine(name, 200) || "unnamed",
    ...(version === undefined ? {} : { versionInfo: oneLine(version, 200) }),
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    ...(sha256 === undefined
      ? {}
      : { checksums: [{ algorithm: "SHA256", checksumValue: sha256 }] }),
    ...(comment === undefined ? {} : { comment: oneLine(comment, 2000) }),
  };
}
