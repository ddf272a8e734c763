// Kconfig text: what a fragment asks for, what a .config says, and what was lost between the two.

export type ConfigValue = string;

const set = /^(CONFIG_[A-Za-z0-9_]+)=(.*)$/;
const unset = /^# (CONFIG_[A-Za-z0-9_]+) is not set$/;

/** Symbol -> value (`y`, `n`, a number, a quoted string), as a .config or a fragment spells it. */
export function configValues(text: string): Map<string, ConfigValue> {
  const values = new Map<string, ConfigValue>();
  for (const line of text.split("\n")) {
    const on = set.exec(line);
    const off = unset.exec(line);
    if (on?.[1]) values.set(on[1], on[2] ?? "");
    else if (off?.[1]) values.set(off[1], "n");
  }
  return values;
}

export type LostOption = {
  readonly symbol: string;
  readonly asked: ConfigValue;
  /** What .config says; `n` where it does not speak of the symbol. */
  readonly got: ConfigValue;
};

/** Every asked-for option that .config does not hold with the asked value. */
export function lostOptions(
  asked: ReadonlyMap<string, ConfigValue>,
  config: ReadonlyMap<string, ConfigValue>,
): LostOption[] {
  return [...asked]
    .map(([symbol, value]) => ({ symbol, asked: value, got: config.get(symbol) ?? "n" }))
    .filter(({ asked: wanted, got }) => wanted !== got);
}

/** The lines of a fragment that ask for symbols outside the list, as they stand. */
export function fragmentWithout(fragment: string, symbols: ReadonlySet<string>): string {
  const kept = fragment.split("\n").filter((line) => {
    const symbol = set.exec(line)?.[1] ?? unset.exec(line)?.[1];
    return !symbol || !symbols.has(symbol);
  });
  return kept.join("\n");
}
