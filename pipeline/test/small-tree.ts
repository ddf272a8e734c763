// A tree of three files that builds as a kernel does, in a moment: the same targets, products and ways to go wrong.

import type { KernelArchitecture } from "../model/described/architecture.ts";
import type { Flavour } from "../model/described/flavour.ts";
import type { SourceTree } from "../model/described/head.ts";
import type { Json } from "../model/json.ts";
import type { Kernel, KernelConfig } from "../model/described/kernel.ts";
import type { Outcome } from "../model/judge/outcome.ts";
import type { Store } from "../engine/store.ts";
import { Offence } from "../model/errors.ts";
import { type Finding, kernelFault } from "../model/judge/finding.ts";
import { type Step, step, type StepContext } from "../model/work/step.ts";
import { buildKernel } from "../steps/build/build-kernel.ts";
import { configurationFiles } from "../steps/build/configuration-files.ts";
import { configureKernel } from "../steps/build/configure-kernel.ts";
import { type Rebuilt, rebuildKernel } from "../steps/build/rebuild-kernel.ts";
import type { Tree } from "./git-rig.ts";
import { contextOn } from "./step-context.ts";

/**
 * As Kbuild: objects are made again when their source or configuration is newer, and what made them is kept in .cmd files
 * that the next make includes.
 */
const makefile = `MAKEFLAGS += -rR
-include $(O)/.config $(wildcard $(O)/*.cmd) $(O)/include/config/auto.conf
parts := $(O)/a.o $(O)/b.o

bzImage: $(O)/arch/x86/boot/bzImage
$(O)/%.o: %.c shared.h $(O)/.config
	$(CC) $(flags) -I$(O)/include -Ifirst -I. -c -o $@ $<
	@echo 'made-$* := $(CC)' > $(O)/$*.cmd
$(O)/vmlinux: $(parts)
	gcc -nostdlib -shared -Wl,--build-id=sha1 -o $@ $(parts)
$(O)/arch/x86/boot/bzImage: $(O)/vmlinux
	@mkdir -p $(@D) $(O)/include/config
	@echo 7.2.13 > $(O)/include/config/kernel.release
	objcopy -O binary -j .rodata $< $@
tinyconfig:
	@echo CONFIG_SMALL=y > $(KCONFIG_CONFIG)
olddefconfig:
	@true
`;

/** The unpatched tree. */
export const smallHead = {
  Makefile: makefile,
  "shared.h": "#define WORD 1\n",
  "a.c": '#include <shared.h>\nconst int a = WORD;\nconst char id[] = "$Id$";\n',
  "b.c": "#include <shared.h>\nconst int b = 2 * WORD;\n",
} as const satisfies Tree;

/** A series of one changed line. */
export const changedLine = {
  "b.c": '#include <shared.h>\nconst int b = 3 * WORD;\nconst char of[] = "$Id$";\n',
};

/** The tree, where a target runs one more line of shell. */
export function withRecipe(target: "bzImage" | "tinyconfig", line: string): Tree {
  const recipe = `${target}:\n\t@${line.replaceAll("$", () => "$$")}\n`;
  if (target === "bzImage") return { ...smallHead, Makefile: `${makefile}${recipe}` };
  const plain = /^tinyconfig:\n.*\n/m;
  return { ...smallHead, Makefile: makefile.replace(plain, () => recipe) };
}

const arch: KernelArchitecture = {
  architecture: "x86_64",
  make: "x86_64",
  target: "bzImage",
  image: "arch/x86/boot/bzImage",
  prefix: "",
};

const flavour: Flavour = {
  flavour: "small",
  arch: "x86_64",
  base: "tinyconfig",
  fragments: ["small.config"],
  optional: [],
  fragment: "CONFIG_SMALL=y",
};

const toolchain = { compiler: "gcc", linker: "ld", digest: "ab".repeat(32) };

/** The steps that build it, as a plan has them. */
export function smallKernel(source: Step<SourceTree>, head: Step<SourceTree>): Step<Kernel> {
  const configured = (of: Step<SourceTree>): Step<KernelConfig> => {
    const params = { flavour, arch, series: "s", seriesFragment: "", toolchain };
    const decides = step(configurationFiles, "small", {}, { source: of, head });
    return step(configureKernel, "small", params, { source: of, head, decides });
  };
  const [config, headConfig] = [configured(source), configured(head)];
  const params = { flavour: "small", arch, toolchain };
  return step(buildKernel, "small", params, { source, head, config, headConfig });
}

/** Builds series of one head in one store, as the steps do. */
export class SmallBuilds {
  readonly #store: Store;
  readonly #head: SourceTree;
  readonly #arch: KernelArchitecture;

  /** `own`: what the architecture has otherwise than a PC. */
  constructor(store: Store, of: SourceTree, own: Partial<KernelArchitecture> = {}) {
    this.#store = store;
    this.#head = of;
    this.#arch = { ...arch, ...own };
  }

  async configure(source: SourceTree): Promise<Outcome<KernelConfig>> {
    const params = { flavour, arch: this.#arch, series: "s", seriesFragment: "", toolchain };
    const decides = { head: this.#head.tree, changed: [source.tree] };
    return this.#ended(async (context) =>
      configureKernel.run(context, params, { source, head: this.#head, decides }),
    );
  }

  /** With the head's configuration. */
  async build(source: SourceTree, signal?: AbortSignal): Promise<Outcome<Kernel>> {
    const config = { config: await this.#store.keepBytes(configText, ".config"), notInHead: [] };
    const inputs = { source, config, head: this.#head, headConfig: config };
    const params = { flavour: "small", arch: this.#arch, toolchain };
    return this.#ended(async (context) => buildKernel.run(context, params, inputs), signal);
  }

  async rebuild(source: SourceTree, kernel: Kernel): Promise<Outcome<Rebuilt>> {
    const config = { config: kernel.config, notInHead: [] };
    const params = { flavour: "small", arch: this.#arch, toolchain };
    return this.#ended(async (context) =>
      rebuildKernel.run(context, params, { source, config, kernel }),
    );
  }

  async #ended<V extends Json>(
    run: (context: StepContext) => Promise<Outcome<V>>,
    signal?: AbortSignal,
  ): Promise<Outcome<V>> {
    try {
      return await run(await contextOn(this.#store, signal));
    } catch (error) {
      // As the engine does.
      if (!(error instanceof Offence)) throw error;
      const { reason, message: summary } = error;
      return { status: "fail", finding: { reason, fault: kernelFault, summary } satisfies Finding };
    }
  }
}

const configText = "CONFIG_SMALL=y\n";
