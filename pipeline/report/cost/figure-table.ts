// A table of figures, once, for the terminal, Markdown and HTML alike: what is shown must not differ by where.

export type FigureCell =
  | string
  | {
      readonly text: string;
      /** The rows of `metrics` it was derived from. */
      readonly rows: readonly string[];
      readonly tone?: "good" | "bad" | "held";
    };

export type FigureTable = {
  readonly title: string;
  /** `number`: set to the right. */
  readonly columns: readonly { readonly name: string; readonly number?: boolean }[];
  readonly rows: readonly (readonly FigureCell[])[];
  /** Sentences below it. */
  readonly notes?: readonly string[];
};

export function textOfCell(cell: FigureCell): string {
  return typeof cell === "string" ? cell : cell.text;
}

/** Of the whole row, each once, in their order. */
export function rowIds(cells: readonly FigureCell[]): string[] {
  return [...new Set(cells.flatMap((cell) => (typeof cell === "string" ? [] : cell.rows)))];
}
