// A patch file (RFC 5322 mail or bare diff, git's extended headers) -> the files and hunks it touches.

export type Hunk = {
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
  return folded
    .replaceAll(/\n[ \t]+/g, " ")
    .replace(/^(?:\[[^\]]*\]\s*)*/, "")
    .trim();
}

function fileOf(section: string): PatchedFile | undefined {
  const paths = /^diff --git a\/(.+) b\/(.+)$/m.exec(section);
  if (!paths) return undefined;
  const [, from = "", to = ""] = paths;
  const header = section.split(/^@@ /m)[0] ?? "";
  const added = /^new file mode/m.test(header);
  const deleted = /^deleted file mode/m.test(header);
  const renamed = /^rename from (.+)$/m.exec(header)?.[1];
  return {
    ...(added ? {} : { before: renamed ?? from }),
    ...(deleted ? {} : { after: to }),
    ...blobsOf(header),
    hunks: [...section.matchAll(/^@@ -.*$/gm)].map(([line]) => ({ header: line })),
  };
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
