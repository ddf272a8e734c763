import { expect, test } from "vitest";
import { linkOf, messageIdsOf, originsOf, revertsOf } from "./commit-message.ts";

test("addresses of the mail archives hold the Message-ID", () => {
  const message = [
    "Link: https://lore.kernel.org/xen-devel/1.a+b@example.org/",
    "Link: https://lore.kernel.org/r/2@example.org/#t",
    "link: https://patch.msgid.link/3%40example.org",
    "Message-Id: <4@example.org>",
  ].join("\n");
  expect(messageIdsOf(message)).toEqual([
    "1.a+b@example.org",
    "2@example.org",
    "3@example.org",
    "4@example.org",
  ]);
  expect(linkOf(message)).toBe("https://lore.kernel.org/xen-devel/1.a+b@example.org/");
});

test("other addresses, and words in the text, name no mail", () => {
  const message = [
    "Link: http://mirror.example/r/1@example.org",
    "Link: https://lore.kernel.org.mirror.example/r/2@example.org",
    "Link: nonsense",
    "Link: https://lore.kernel.org/all/%zz@example.org/",
    "See Link: https://lore.kernel.org/r/3@example.org",
    "Message-ID: 4@example.org",
  ].join("\n");
  expect(messageIdsOf(message)).toEqual(["%zz@example.org"]);
});

test("a revert names what it takes back, shortened or not", () => {
  const whole = "0123456789abcdef0123456789abcdef01234567";
  expect(revertsOf(`Body.\n\nThis reverts commit ${whole}.\n`)).toEqual([whole]);
  expect(revertsOf('This reverts commit 0123456789ab ("a: b")\n')).toEqual(["0123456789ab"]);
  expect(revertsOf("It fixes commit 0123456789ab.\n")).toEqual([]);
});

test("a revert may take back several, and its line may be wrapped", () => {
  const [one, two] = ["0123456789ab", "ba9876543210"];
  expect(revertsOf(`This reverts commits ${one} and ${two}.\n`)).toEqual([one, two]);
  expect(revertsOf(`This reverts commit\n${one}.\n`)).toEqual([one]);
});

test.each([
  "(cherry picked from commit 0123456789ABCDEF0123456789abcdef01234567)",
  "(backported from commit 0123456789abcdef0123456789abcdef01234567)",
  "commit 0123456789abcdef0123456789abcdef01234567 upstream.",
  "[ Upstream commit 0123456789abcdef0123456789abcdef01234567 ]",
  "Upstream commit 0123456789abcdef0123456789abcdef01234567.",
  "master commit: 0123456789abcdef0123456789abcdef01234567",
  "Git-commit: 0123456789abcdef0123456789abcdef01234567",
])("a backport names what it is one of: %s", (line) => {
  expect(originsOf(`Words.\n\n${line}\nmaster date: 2026-01-01\n`)).toEqual([
    "0123456789abcdef0123456789abcdef01234567",
  ]);
});

test("a commit that is mended or spoken of is no origin", () => {
  const words = [
    "Fixes: 0123456789ab (x)",
    "commit 0123456789ab is wrong",
    "see master commit: 0123456789ab",
  ];
  expect(originsOf(words.join("\n"))).toEqual([]);
});
