// The steps of a run as data, for machines that have not planned it: one file in the remote store, signed like any result.

import { z } from "zod";
import { type Digest, digestOfValue, digestSchema } from "../../model/digest.ts";
import { InfraError } from "../../model/errors.ts";
import { canonicalJson, type Json, type JsonObject } from "../../model/json.ts";
import { pass } from "../../model/judge/outcome.ts";
import { type NoInputs, type Step, step, type StepKind } from "../../model/work/step.ts";

export type Kinds = ReadonlyMap<string, Step["kind"]>;

const fileSchema = z.strictObject({
  schema: z.literal("twinboot/steps@1"),
  /** Each once, however many steps have them: the patches of a series are those of all heads. */
  params: z.record(
    digestSchema,
    z.custom<JsonObject>((value) => typeof value === "object"),
  ),
  steps: z.array(
    z.strictObject({
      id: digestSchema,
      kind: z.string(),
      version: z.number(),
      label: z.string(),
      params: digestSchema,
      inputs: z.record(z.string(), digestSchema),
    }),
  ),
});

type StepFile = z.infer<typeof fileSchema>;

/** `steps`: inputs before what needs them. */
export function stepFileOf(steps: readonly Step[]): string {
  const params = new Map(steps.map((one) => [digestOfValue(one.params), one.params]));
  const file: StepFile = {
    schema: "twinboot/steps@1",
    params: Object.fromEntries(params),
    steps: steps.map(({ id, kind, label, params: own, inputs }) => ({
      id,
      kind: kind.name,
      version: kind.version,
      label,
      params: digestOfValue(own),
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.id])),
    })),
  };
  return canonicalJson(file);
}

export function readStepFile(text: string): StepFile {
  return fileSchema.parse(JSON.parse(text));
}

/**
 * A step of the file with all that it needs, of this program's own kinds. What was observed elsewhere is not looked at
 * again. Throws InfraError where this program would not plan the same step.
 */
export function stepIn(
  file: StepFile,
  wanted: Digest,
  kinds: Kinds,
  observed: Readonly<Record<Digest, Json>>,
): Step {
  const written = new Map(file.steps.map((one) => [one.id, one]));
  const made = new Map<Digest, Step>();
  const make = (id: Digest): Step => {
    const known = made.get(id);
    if (known) return known;
    const of = written.get(id);
    if (!of) throw otherProgram("a step that is not among those of its run");
    const seen = observed[id];
    const kind = seen === undefined ? kinds.get(of.kind) : seenKind(of, seen);
    if (!kind) throw otherProgram(`a step of the kind ${of.kind}`);
    const inputs = Object.fromEntries(
      Object.entries(of.inputs).map(([name, input]) => [name, make(input)]),
    );
    const again = { ...step(kind, "", file.params[of.params] ?? {}, inputs), label: of.label };
    if (again.id !== id) throw otherProgram(`another ${of.label}`);
    made.set(id, again);
    return again;
  };
  return make(wanted);
}

function seenKind({ kind: name, version }: StepFile["steps"][number], value: Json): Step["kind"] {
  const kind: StepKind<JsonObject, NoInputs, Json> = {
    name,
    version,
    nature: "observation",
    pool: "io",
    run: async () => pass(value),
  };
  return kind;
}

function otherProgram(what: string): InfraError {
  return new InfraError(
    `the run asks for ${what}, which this version of twinboot does not know`,
    "use the same commit of twinboot on all machines",
  );
}
