// A patch file (RFC 5322 mail or bare diff, git's extended headers) -> the files and hunks it touches.

type Hunk = {
  /** `@@ -1,2 +3,4 @@` with what follows it. */
  readonly header: string;
};

export type PatchedFile = {
  /** Where the file was; absent for a new one. */
  readonly before?: string;
  /** Where it is; absent for a deleted one. */
  readonly after?: string;
  /** The object ids of the `index` line, as long as they stand there. */
  readonly blobBefore?: string;
  readonly blobAfter?: string;
  readonly hunks: readonly Hunk[];
};

export type ParsedPatch = {
  /** Without `[PATCH ...]`; empty where the file is no mail. */
  readonly subject: string;
  readonly files: readonly PatchedFile[];
};

/** Undefined where the text holds no diff: it is no patch. */
export function parsePatch(text: string): ParsedPatch | undefined {
  const sections = text.split(/^(?=diff --git )/m);
  const files = sections.filter((one) => one.startsWith("diff --git ")).map(fileOf);
  if (!files.length || files.some((file) => file === undefined)) return undefined;
  return {
    subject: subjectOf(sections[0] ?? ""),
    files: files.filter((file) => file !== undefined),
  };
}

/** A header may be folded over several lines (RFC 5322, 2.2.3). */
function subjectOf(head: string): string {
  const folded = /^Subject: (.*(?:\n[ \t].*)*)/m.exec(head)?.[1] ?? "";
  return decoded(folded.replaceAll(/\n[ \t]+/g, " "))
    .replace(/^(?:\[[^\]]*\]\s*)*/, "")
    .trim();
}

const encodedWord = /=\?utf-8\?([qb])\?([^?]*)\?=/gi;

/** Words that are not ASCII (RFC 2047): the blank between two of them is none. */
function decoded(text: string): string {
  const joined = text.replaceAll(/(\?=)\s+(?==\?utf-8\?)/gi, "$1");
  const bytes = Buffer.from(joined).toString("latin1");
  const plain = bytes.replaceAll(encodedWord, (_, how: string, word: string) =>
    how.toLowerCase() === "b"
      ? Buffer.from(word, "base64").toString("latin1")
      : word
          .replaceAll("_", " ")
          .replaceAll(/=([0-9a-f]{2})/gi, (__, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
  );
  return Buffer.from(plain, "latin1").toString();
}

function fileOf(section: string): PatchedFile | undefined {
  const header = section.split(/^@@ /m)[0] ?? "";
  const [from, to] = pathsOf(header) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const added = /^new file mode/m.test(header);
  const deleted = /^deleted file mode/m.test(header);
  return {
    ...(added ? {} : { before: from }),
    ...(deleted ? {} : { after: to }),
    ...blobsOf(header),
    hunks: [...section.matchAll(/^@@ -.*$/gm)].map(([line]) => ({ header: line })),
  };
}

/** A renamed file's names stand alone; else both are one name, and only so can one with a blank be told from two. */
function pathsOf(header: string): readonly [string, string] | undefined {
  const from = /^(?:rename|copy) from (.+)$/m.exec(header)?.[1];
  const to = /^(?:rename|copy) to (.+)$/m.exec(header)?.[1];
  if (from && to) return [unquoted(from), unquoted(to)];
  const plain = /^diff --git a\/(.+) b\/\1$/m.exec(header)?.[1];
  const quoted = /^diff --git "a\/(.+)" "b\/\1"$/m.exec(header)?.[1];
  const one = quoted === undefined ? plain : unquoted(`"${quoted}"`);
  return one === undefined ? undefined : [one, one];
}

// prettier-ignore
const escapes: Readonly<Record<string, string>> = { a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };

/** A name as git quotes it (git-config(1), core.quotePath): C escapes, bytes in octal. */
function unquoted(name: string): string {
  if (!/^".*"$/.test(name)) return name;
  const bytes = name
    .slice(1, -1)
    .replaceAll(/\\([0-7]{3}|.)/g, (_, code: string) =>
      /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
  return Buffer.from(bytes, "latin1").toString();
}

function blobsOf(header: string): Pick<PatchedFile, "blobBefore" | "blobAfter"> {
  const index = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/m.exec(header);
  const [, blobBefore, blobAfter] = index ?? [];
  return blobBefore && blobAfter ? { blobBefore, blobAfter } : {};
}

/** A patch of one hunk each, for one file of a patch. */
export function splitHunks(
  text: string,
  path: string,
): { readonly header: string; readonly patch: string }[] {
  const sections = text.split(/^(?=diff --git )/m);
  const section = sections.find((one) => {
    const file = one.startsWith("diff --git ") ? fileOf(one) : undefined;
    return file?.after === path || file?.before === path;
  });
  const [head = "", ...hunks] = (section ?? "").split(/^(?=@@ -)/m);
  return hunks.map((hunk) => ({
    header: hunk.split("\n")[0] ?? "",
    patch: head + hunk.replace(/^-- \n[\s\S]*$/m, ""),
  }));
}
