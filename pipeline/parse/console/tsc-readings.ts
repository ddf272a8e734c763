// What images/accelerator/tsc.S prints -> how fast the TSC runs.

/** ACPI's PM timer, and the bits that it has. */
const timerKhz = 3579.545;
const timerMask = 0xff_ff_ff;
/** A reading that took longer is blurred by more than this part of the second that lies between the two. */
const blur = 0.0005;

type Reading = { readonly tsc: number; readonly width: number; readonly timer: number };

/** In kHz, to the nearest 10. Undefined where the readings are not there, or are too blurred to go by. */
export function tscKhzOf(printed: string): number | undefined {
  const [first, second] = printed.split("\n").flatMap((line) => readingOf(line) ?? []);
  if (!first || !second) return undefined;
  const passedMs = (second.timer - first.timer) / timerKhz;
  const wrapped = (timerMask + 1) / timerKhz;
  const ms = passedMs > 0 ? passedMs : passedMs + wrapped;
  const ticks = second.tsc - first.tsc;
  if (ticks <= 0 || first.width + second.width > blur * ticks) return undefined;
  return Math.round(ticks / ms / 10) * 10;
}

function readingOf(line: string): Reading | undefined {
  const words = /^([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8})\s*$/.exec(line);
  if (!words) return undefined;
  const [low = 0, high = 0, after = 0, timer = 0] = words.slice(1).map((one) => parseInt(one, 16));
  const width = (after - low + 2 ** 32) % 2 ** 32;
  return { tsc: high * 2 ** 32 + low + width / 2, width, timer: timer % (timerMask + 1) };
}
