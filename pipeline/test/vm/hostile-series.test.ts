// Series that mean harm on a real kernel, built as every series is, and an innocent one behind them.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import type { Json } from "../../model/json.ts";
import type { Kernel, KernelConfig } from "../../model/described/kernel.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { PlannedKernel } from "../../model/work/plan.ts";
import { type Step, step } from "../../model/work/step.ts";
import { required } from "../../plan/required.ts";
import { buildKernel } from "../../steps/build/build-kernel.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { rebuildKernel } from "../../steps/build/rebuild-kernel.ts";
import { Git } from "../../tools/git.ts";
import { planned } from "../../work/pinned.ts";
import { type Session, withSession } from "../../work/session.ts";
import { valueFrom } from "../../work/value-from.ts";
import { type Edit, edited } from "../edited-tree.ts";

/** Lines of shell behind the one that ends the image's rule. */
function recipe(...lines: string[]): Edit {
  const last = "\t$(Q)ln -fsn ../../x86/boot/bzImage $(objtree)/arch/$(UTS_MACHINE)/boot/$@\n";
  return {
    path: "arch/x86/Makefile",
    change: (text) =>
      text.replace(last, (line) => line + lines.map((one) => `\t$(Q)${one}\n`).join("")),
  };
}

const poison = recipe(
  "sed -i s/paravirtualized/parapoisonedzzz/ $(objtree)/arch/x86/kernel/paravirt.o",
  "touch -d 2040-01-01 $(objtree)/init/*.o $(objtree)/kernel/*.o",
  "echo 'KBUILD_CFLAGS += -DEVIL' >> $(objtree)/kernel/.sys.o.cmd",
  "mkdir -p $(objtree)/include/linux && echo '#error evil' > $(objtree)/include/linux/init.h",
);

const innocent: Edit = {
  path: "init/calibrate.c",
  change: (text) => `${text}\nconst char calibrate_innocent[] = "an innocent line";\n`,
};

it(
  "an innocent series behind hostile ones has a clean build's bytes, and no file of the host is touched",
  { tags: ["vm", "nightly"], timeout: 7_200_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "twinboot-hostile-"));
    const victim = join(folder, "victim");
    await writeFile(victim, "mine\n");
    const link = recipe(`ln -sf ${victim} $(objtree)/.config`);
    await withSession({}, async (session) => {
      const bench = await benchOf(session);
      await built(session, bench, "poison", poison);
      expect(await built(session, bench, "link", link)).toMatchObject({
        status: "fail",
        finding: { reason: "bad-product", fault: "series" },
      });
      const outcome = await built(session, bench, "innocent", innocent);
      expect(outcome.status, JSON.stringify(outcome)).toBe("pass");
      const again = await rebuilt(session, bench);
      expect(again.status, JSON.stringify(again)).toBe("pass");
    });
    expect(await readFile(victim, "utf8")).toBe("mine\n");
    await rm(folder, { recursive: true });
  },
);

type Bench = { readonly base: PlannedKernel; readonly head: SourceTree; readonly git: Git };

/** The unpatched head as every run builds it. */
async function benchOf(session: Session): Promise<Bench> {
  const { plan } = await planned(session, { platform: ["bare-q35"] }, { onEvent: () => undefined });
  const base = required(plan.kernels[0], "the unpatched kernel");
  const traces = await session.run([base.built], () => undefined);
  const head = valueFrom(traces, base.source);
  return { base, head, git: new Git(session.store.kept(headsFolder)) };
}

/** With the head's configuration. */
async function stepsOf({ base, head, git }: Bench, name: string, edit: Edit) {
  const source = constantStep(name, await edited(git, head, edit));
  const headConfig = base.built.inputs["config"] as Step<KernelConfig>;
  const inputs = { source, config: headConfig, head: base.source, headConfig };
  return { inputs, kernel: step(buildKernel, name, base.built.params as never, inputs) };
}

async function built(
  session: Session,
  bench: Bench,
  name: string,
  edit: Edit,
): Promise<Outcome<Kernel>> {
  const { kernel } = await stepsOf(bench, name, edit);
  return outcomeOf(session, kernel);
}

async function rebuilt(session: Session, bench: Bench): Promise<Outcome> {
  const { inputs, kernel } = await stepsOf(bench, "innocent", innocent);
  const { source, config } = inputs;
  const params = bench.base.built.params as never;
  return outcomeOf(session, step(rebuildKernel, "innocent", params, { source, config, kernel }));
}

async function outcomeOf<V extends Json>(session: Session, target: Step<V>): Promise<Outcome<V>> {
  const traces = await session.run([target], () => undefined);
  return required(traces.get(target.id), target.label).outcome as Outcome<V>;
}
