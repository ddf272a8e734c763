// ./twinboot sbom [filters]: what each kernel was made of, file by file, by the kernel's own `make sbom`.

import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import type { PlannedKernel } from "../../model/work/plan.ts";
import { step } from "../../model/work/step.ts";
import { kernelSbom } from "../../steps/build/kernel-sbom.ts";
import type { Filters } from "../../plan/read/selection.ts";
import { checkout, type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { valueFrom } from "../../work/value-from.ts";
import { planned } from "../../work/pinned.ts";

type Given = Filters & ShowOptions & { readonly output?: string };

/** Writes a folder for each kernel below `--output` (reports/sbom), named by head, series and flavour. */
export async function sbomCommand(options: Given): Promise<number> {
  return withSession({}, async (session) => {
    const show = showFor(options);
    try {
      const { plan } = await planned(session, options, show);
      const steps = plan.kernels.map((kernel) => ({ kernel, made: sbomOf(kernel) }));
      const traces = await session.run(
        steps.map(({ made }) => made),
        show.onEvent,
      );
      show.end();
      for (const { kernel, made } of steps)
        process.stdout.write(
          `${await written(session, kernel, valueFrom(traces, made).documents, options)}\n`,
        );
      return 0;
    } finally {
      show.end();
    }
  });
}

function sbomOf({ built }: PlannedKernel) {
  const inputs = { ...built.inputs, kernel: built };
  return step(kernelSbom, built.label, built.params as never, inputs as never);
}

async function written(
  { store }: Session,
  { head, series, flavour }: PlannedKernel,
  documents: readonly Artifact[],
  { output = join(checkout, "reports", "sbom") }: Pick<Given, "output">,
): Promise<string> {
  const name = `${head}-${series}-${flavour}`;
  if (!documents.length) return `${name}: this head's tree has no make sbom`;
  const folder = join(output, name);
  await mkdir(folder, { recursive: true });
  await store.check(documents);
  for (const one of documents) await copyFile(store.path(one), join(folder, one.name));
  return `${name}: ${documents.length} documents in ${folder}`;
}
