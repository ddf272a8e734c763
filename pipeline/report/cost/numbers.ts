// Figures as text, the same on every machine: no locale, thousands apart as perf stat sets them, ASCII only.

/** `1,958,330,813`, `-12`. Of a fraction, two digits are kept. */
export function grouped(value: number): string {
  const [whole = "", fraction] = Math.abs(Number(value.toFixed(2)))
    .toString()
    .split(".");
  const spaced = whole.replace(/\B(?=(?:\d{3})+$)/gu, ",");
  return `${value < 0 ? "-" : ""}${spaced}${fraction ? `.${fraction}` : ""}`;
}

/** With its sign: `+12`, `0`. */
export function signed(value: number): string {
  return value > 0 ? `+${grouped(value)}` : grouped(value);
}

/** What a ratio is in per cent: `+0.31 %`, `+0.0004 %`; `0` only where nothing changed. */
export function percentOf(ratio: number): string {
  const percent = (ratio - 1) * 100;
  if (percent === 0) return "0 %";
  const size = Math.abs(percent);
  const digits = size >= 0.01 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(size)));
  return `${percent < 0 ? "-" : "+"}${size.toFixed(digits)} %`;
}
