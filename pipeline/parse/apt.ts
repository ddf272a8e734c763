// What apt-cache and apt-get print -> facts. Both speak deb822 (deb822(5)).

export type Stanza = ReadonlyMap<string, string>;

/** Paragraphs of `Field: value`, continuation lines joined with line feeds. */
export function stanzas(text: string): Stanza[] {
  return text
    .split(/\n\s*\n/)
    .map(stanza)
    .filter((one) => one.size > 0);
}

function stanza(paragraph: string): Stanza {
  const fields = new Map<string, string>();
  let last = "";
  for (const line of paragraph.split("\n")) {
    const field = /^([A-Za-z0-9-]+):\s?(.*)$/.exec(line);
    if (field?.[1]) fields.set((last = field[1]), field[2] ?? "");
    else if (last && /^\s/.test(line)) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
  }
  return fields;
}

export type SourceFile = { readonly file: string; readonly sha256: string };

/** The files of a source package with their digests (`Checksums-Sha256`). */
export function sourceFiles(source: Stanza): SourceFile[] {
  const lines = (source.get("Checksums-Sha256") ?? "").split("\n").filter(Boolean);
  return lines.map((line) => {
    const [sha256 = "", , file = ""] = line.trim().split(/\s+/);
    return { file, sha256 };
  });
}

export type AptOrigin = { readonly uri: string; readonly suite: string };

/** Lines of `apt-get indextargets` in the form `uri suite component`, of the component main. */
export function aptOrigins(text: string): AptOrigin[] {
  const lines = [...new Set(text.split("\n"))].map((line) => line.split(" "));
  return lines
    .filter(([, , component]) => component === "main")
    .map(([uri = "", suite = ""]) => ({ uri, suite }));
}
