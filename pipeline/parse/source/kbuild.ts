// A folder's Makefile as Kbuild reads it (Documentation/kbuild/makefiles.rst) -> which options an object hangs on.

/** An object or folder in a list: `obj-$(CONFIG_XEN) += xen/`. */
export type KbuildEntry = {
  /** `obj`, `lib`, or the composite object that it is a part of. */
  readonly list: string;
  /** Absent where nothing must be on. */
  readonly option?: string;
  /** `core.o`, `xen/` */
  readonly item: string;
};

/** Conditionals (`ifdef`) are not read: what stands in one is taken to be there. */
export function kbuildEntries(makefile: string): KbuildEntry[] {
  const lines = makefile.replaceAll(/\\\n/g, " ").split("\n");
  return lines.flatMap((line) => {
    const [, list = "", switched = "", items = ""] = assignment.exec(line) ?? [];
    const option = /\b(CONFIG_\w+)/.exec(switched)?.[1];
    if (!list || (!option && !/^(?:y|m|objs)$/.test(switched))) return [];
    const named = items.replace(/#.*$/, "").split(/\s+/).filter(Boolean);
    return named.map((item) => (option ? { list, item, option } : { list, item }));
  });
}

const assignment = /^\s*([\w.-]+?)-(y|m|objs|\$\(.*CONFIG_\w+\)+)\s*[:+]?=\s*(.*)$/;

/** Finds what of a folder's entries leads to an object: the options of one of them, those of its composite too. */
export function optionsOf(entries: readonly KbuildEntry[], item: string): string[] | undefined {
  const direct = entries.find((one) => one.item === item && ["obj", "lib"].includes(one.list));
  if (direct) return listed(direct);
  const part = entries.find((one) => one.item === item && !["obj", "lib"].includes(one.list));
  const whole = part && part.list !== item ? optionsOf(entries, `${part.list}.o`) : undefined;
  return part && whole ? [...listed(part), ...whole] : undefined;
}

function listed({ option }: KbuildEntry): string[] {
  return option ? [option] : [];
}
