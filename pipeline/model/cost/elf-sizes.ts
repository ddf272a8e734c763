/** Bytes of an ELF file in memory, as size(1) tells them apart; read-only data is text. */
export type ElfSizes = { readonly text: number; readonly data: number; readonly bss: number };
