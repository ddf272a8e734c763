// What a commit's message says about where it comes from and what it takes back.

/** The Message-IDs of mails that its trailers name, without angle brackets. */
export function messageIdsOf(message: string): string[] {
  return trailers(message).flatMap(({ key, value }) => {
    if (key === "link") return messageIdOfUrl(value) ?? [];
    return /^<([^<>\s]+)>/.exec(value)?.[1] ?? [];
  });
}

export function linkOf(message: string): string | undefined {
  return trailers(message).find(({ key }) => key === "link")?.value;
}

/** The commits it reverts, as `git revert` says it; ids may be shortened. */
export function revertsOf(message: string): string[] {
  const named = message.matchAll(
    /^(?:This reverts|Reverts?:?) commits?\s+([0-9a-f]{7,40}\b(?:(?:,|\s+and|,\s*and)\s+[0-9a-f]{7,40}\b)*)/gim,
  );
  return [...named].flatMap(([, commits = ""]) => commits.match(/[0-9a-f]{7,40}/gi) ?? []);
}

/** The commits that it, or a patch, says to be a backport of; ids may be shortened. */
export function originsOf(message: string): string[] {
  const named = originForms.flatMap((form) => message.matchAll(form).toArray());
  return [...new Set(named.map(([, commit = ""]) => commit.toLowerCase()))];
}

/**
 * git cherry-pick -x; Linux' stable trees (Documentation/process/stable-kernel-rules.rst, "Option 3"), also as Sasha
 * Levin's scripts write it; Xen's; SUSE's kernel-source; Ubuntu's.
 */
const originForms = [
  /^\((?:cherry[- ]picked|backported) from commit ([0-9a-f]{8,40})\b/gim,
  /^\s*\[?\s*upstream commit:?\s+([0-9a-f]{8,40})\b/gim,
  /^\s*\[?\s*commit\s+([0-9a-f]{8,40})\s+upstream\b/gim,
  /^master commit:\s*([0-9a-f]{8,40})\b/gim,
  /^git-commit:\s*([0-9a-f]{8,40})\b/gim,
];

function trailers(message: string): { key: string; value: string }[] {
  const found = message.matchAll(/^(Link|Message-ID): *(\S+)/gim);
  return [...found].map(([, key = "", value = ""]) => ({ key: key.toLowerCase(), value }));
}

const archives = /^(?:lore\.kernel\.org|lkml\.kernel\.org|patch\.msgid\.link|msgid\.link)$/;

/** The archives' addresses end in the Message-ID: https://lore.kernel.org/all/<id>/, https://patch.msgid.link/<id>. */
function messageIdOfUrl(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || !archives.test(url.hostname)) return undefined;
  const last = url.pathname.split("/").findLast(Boolean) ?? "";
  return last.includes("@") || last.includes("%40") ? decoded(last) : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone % is a character of the id.
    return part;
  }
}
