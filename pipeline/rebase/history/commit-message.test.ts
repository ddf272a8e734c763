import { expect, test } from "vitest";
import { linkOf, messageIdsOf, revertsOf } from "./commit-message.ts";

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
