// The header of a bzImage (Documentation/arch/x86/boot.rst): which kernel it is, and where its ELF lies, compressed.

/** How a kernel may be compressed. */
export type CompressedBy = "gzip" | "bzip2" | "lzma" | "xz" | "lzo" | "lz4" | "zstd" | "none";

export type BootImage = {
  readonly arch: "x86_64" | "i386";
  /** `uname -r`. */
  readonly release: string;
  /** Of the whole file, in bytes. */
  readonly payload: { readonly offset: number; readonly length: number };
};

/** Why a file is no kernel that can be booted here. */
export type NotBootable = { readonly why: string };

/** Where the fields lie. */
const at = {
  setupSectors: 0x1f1,
  magic: 0x202,
  protocol: 0x206,
  versionPointer: 0x20e,
  xloadflags: 0x236,
  payloadOffset: 0x248,
  payloadLength: 0x24c,
} as const;

/** The first protocol whose payload is said. */
const saysPayload = 0x208;
const sector = 512;
const longestRelease = 64;

/** `head`: the first 64 KiB, which have all setup sectors; `bytes`: the size of the file. */
export function readBootImage(head: Buffer, bytes: number): BootImage | NotBootable {
  const other = otherKind(head);
  if (other) return { why: other };
  if (head.length < 0x260 || head.toString("latin1", at.magic, at.magic + 4) !== "HdrS")
    return { why: "it is no bzImage: it has no boot header" };
  if (head.readUInt16LE(at.protocol) < saysPayload)
    return { why: "its boot protocol is older than 2.08, which Linux 2.6.26 brought" };
  const setup = ((head[at.setupSectors] || 4) + 1) * sector;
  const offset = setup + head.readUInt32LE(at.payloadOffset);
  const length = head.readUInt32LE(at.payloadLength);
  if (length < 64 || offset + length > bytes)
    return { why: "its header names a payload that lies outside the file: it was cut" };
  const release = releaseOf(head);
  if (release === undefined) return { why: "its header names no release" };
  const is64 = (head.readUInt16LE(at.xloadflags) & 1) === 1;
  return { arch: is64 ? "x86_64" : "i386", release, payload: { offset, length } };
}

function otherKind(head: Buffer): string | undefined {
  if (head.toString("latin1", 0x38, 0x3c) === "ARM\x64")
    return "it is an image for arm64, and these platforms are x86";
  if (
    head.toString("latin1", 0x30, 0x35) === "RISCV" ||
    head.toString("latin1", 0x38, 0x3c) === "RSC\x05"
  )
    return "it is an image for riscv, and these platforms are x86";
  return undefined;
}

/** The text begins with it: `6.1.0-57-cloud-amd64 (debian-kernel@...) #1 SMP ...`. */
function releaseOf(head: Buffer): string | undefined {
  const from = head.readUInt16LE(at.versionPointer) + sector;
  if (from === sector || from >= head.length) return undefined;
  const text = head.toString("latin1", from, from + longestRelease + 1);
  return /^[\w.+~-]{1,64}(?=[ \0])/.exec(text)?.[0];
}

const magics: readonly (readonly [CompressedBy, string])[] = [
  ["gzip", "1f8b08"],
  ["xz", "fd377a585a00"],
  ["zstd", "28b52ffd"],
  ["lz4", "02214c18"],
  ["lzo", "894c5a4f000d0a1a0a"],
  ["bzip2", "425a68"],
  ["lzma", "5d0000"],
  ["none", "7f454c46"],
];

/** What a payload begins with: the seven ways in which Kconfig can compress it, or none. */
export function compressionOf(payload: Buffer): CompressedBy | undefined {
  const hex = payload.toString("hex", 0, 16);
  return magics.find(([, magic]) => hex.startsWith(magic))?.[0];
}
