// info.json of a test of XTF, as its build/mkinfo.py writes it: what runs are to be made of it.

import { z } from "zod";

/** They become names of files and domains. */
const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

const infoSchema = z.object({
  name,
  category: name,
  environments: z.array(name),
  variations: z.array(name),
});

export type XtfTest = {
  /** `test-hvm64-invlpg~shadow`: of its domain, and of the file that xl is given. */
  readonly instance: string;
  /** `invlpg/test-hvm64-invlpg`, below tests/. */
  readonly kernel: string;
  readonly type: "pv" | "hvm";
};

/** What XTF's own runner takes by default, and what shows that the framework works. */
const categories: ReadonlySet<string> = new Set(["functional", "xsa", "special"]);

/** Undefined where the text is none that mkinfo.py writes. */
export function xtfTests(text: string): XtfTest[] | undefined {
  const { success, data } = infoSchema.safeParse(parsed(text));
  if (!success) return undefined;
  const { name: test, environments, variations } = data;
  if (!categories.has(data.category)) return [];
  return environments.flatMap((environment) => {
    const built = `test-${environment}-${test}`;
    const instances = variations.length ? variations.map((one) => `${built}~${one}`) : [built];
    const type = environment.startsWith("pv") ? ("pv" as const) : ("hvm" as const);
    return instances.map((instance) => ({ instance, kernel: `${test}/${built}`, type }));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
