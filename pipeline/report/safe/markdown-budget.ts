// GitHub refuses a summary of more than 1 MiB whole, so a document is cut here first, and says what it lost.

export type Section = {
  readonly title: string;
  /** What stands between the title and the blocks, the head of a table for instance. */
  readonly intro?: string;
  readonly blocks: readonly string[];
  readonly between: "\n" | "\n\n";
  /** What blocks are called where some had to be dropped. */
  readonly blockName: string;
};

type Budgeted = { readonly text: string; readonly dropped: string };

/** The sections in their order, the first the most valuable; whole blocks are dropped, from the end on. */
export function withinBudget(
  start: string,
  sections: readonly Section[],
  limitBytes: number,
): string {
  // Room for the note on what was dropped.
  let left = limitBytes - bytesOf(start) - 200 - 120 * sections.length;
  const shown: Budgeted[] = [];
  for (const section of sections) {
    const budgeted = cutSection(section, left);
    left -= bytesOf(budgeted.text) + 2;
    shown.push(budgeted);
  }
  const dropped = shown.map((one) => one.dropped).filter(Boolean);
  const note = dropped.length
    ? [`Left out to stay within ${Math.floor(limitBytes / 1024)} KiB: ${dropped.join("; ")}.`]
    : [];
  const texts = shown.map((one) => one.text).filter(Boolean);
  return `${[start, ...note, ...texts].join("\n\n")}\n`;
}

function cutSection(section: Section, left: number): Budgeted {
  const { title, intro, blocks, between, blockName } = section;
  const head = [`## ${title}`, ...(intro ? [intro] : [])].join("\n\n");
  const firstBetween = between === "\n" && intro ? "\n" : "\n\n";
  let room = left - bytesOf(head) - firstBetween.length;
  const kept: string[] = [];
  for (const block of blocks) {
    room -= bytesOf(block) + between.length;
    if (room < 0) break;
    kept.push(block);
  }
  const lost = blocks.length - kept.length;
  const dropped = lost ? `${lost} of ${blocks.length} ${blockName} (${title})` : "";
  const text = kept.length ? head + firstBetween + kept.join(between) : "";
  return { text, dropped };
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
