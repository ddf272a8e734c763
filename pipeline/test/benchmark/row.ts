// One line of the benchmark's table.

export type Row = { readonly what: string; readonly goal: string; readonly figure: string };
