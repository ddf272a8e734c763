import { describe, expect, test } from "vitest";
import type { StoredPatch } from "../exchange/stored/stored-patch.ts";
import { maintainersIn } from "../parse/mail/maintainer-lines.ts";
import { newFile } from "../test/exchange-rig.ts";
import { recipientHeaders, recipientsText } from "./recipients-text.ts";
import { recipientsOf } from "./recipients.ts";

const sender = { name: "S. Ender", address: "s@example.org" };

function patch(
  path = "lib/one.c",
  body = "Why.\n\nSigned-off-by: S. Ender <s@example.org>",
): StoredPatch {
  const { name, address } = sender;
  const common = {
    name: "one.patch",
    date: "",
    subject: "one",
    notes: "",
    author: { name, address },
  };
  return { ...common, body: Buffer.from(body).toString("latin1"), diff: newFile(path) };
}

/** `To x@example.org: reason; reason` */
function shown(patches: readonly StoredPatch[], ...asked: string[]): string[] {
  const lists = asked.map((one) => maintainersIn(one));
  return recipientsOf(patches, lists, sender).map(
    ({ kind, address, reasons }) => `${kind} ${address}: ${reasons.join("; ")}`,
  );
}

describe("who gets the mails", () => {
  test("maintainers are addressed, reviewers and lists get a copy, each with the reason", () => {
    const said = `Juergen Gross <jg@example.org> (supporter:XEN HYPERVISOR X86)
"K. Y. S." <ky@example.org> (reviewer:X86 (32-BIT AND 64-BIT))
xen-devel@example.org (moderated list:XEN HYPERVISOR X86)
linux-kernel@vger.kernel.org (open list)
`;
    expect(shown([patch()], said)).toEqual([
      "To jg@example.org: supporter: XEN HYPERVISOR X86 (patch 1)",
      "Cc ky@example.org: reviewer: X86 (32-BIT AND 64-BIT) (patch 1)",
      "Cc xen-devel@example.org: moderated list: XEN HYPERVISOR X86 (patch 1)",
      "Cc linux-kernel@vger.kernel.org: open list (patch 1)",
    ]);
  });

  test("one person is named once, with all reasons and the patches of each", () => {
    const one = "A <a@example.org> (maintainer:ONE)\n";
    const other = "A <A@Example.org> (reviewer:TWO)\n";
    expect(shown([patch(), patch(), patch()], one, one, other)).toEqual([
      "To a@example.org: maintainer: ONE (patches 1, 2); reviewer: TWO (patch 3)",
    ]);
  });

  test("whom the trailers name gets a copy, the sender does not", () => {
    const body = `Why.

Suggested-by: An Other <o@example.org>
Cc: <stable@example.org> # 6.1
[sender: a note]
Signed-off-by: S. Ender <S@example.org>`;
    expect(shown([patch("lib/a.c", body)], "")).toEqual([
      "Cc o@example.org: suggested-by (patch 1)",
      "Cc stable@example.org: cc (patch 1)",
    ]);
  });

  test("LKML always has what the x86 maintainers have, and once", () => {
    const x86 = "x86@kernel.org (maintainer:X86)\n";
    expect(shown([patch()], x86)).toContain(
      "Cc linux-kernel@vger.kernel.org: maintainer-tip.rst: always with x86@kernel.org",
    );
    const both = shown([patch()], `${x86}linux-kernel@vger.kernel.org (open list)\n`);
    expect(both.filter((one) => one.includes("linux-kernel"))).toEqual([
      "Cc linux-kernel@vger.kernel.org: open list (patch 1)",
    ]);
  });

  test("Xen's code on x86 brings the x86 maintainers, and with them LKML", () => {
    const addresses = shown([patch("arch/x86/xen/mmu.c")], "").map((one) => one.split(":")[0]);
    expect(addresses).toEqual(["Cc x86@kernel.org", "Cc linux-kernel@vger.kernel.org"]);
  });

  test("paravirt code brings its list, unless MAINTAINERS has it, wherever it is hosted", () => {
    const path = "arch/x86/kernel/paravirt.c";
    expect(shown([patch(path)], "")).toHaveLength(1);
    const said = "virtualization@lists.example.org (open list:PARAVIRT)\n";
    expect(shown([patch(path)], said)).toEqual([
      "Cc virtualization@lists.example.org: open list: PARAVIRT (patch 1)",
    ]);
  });

  test("a line that is no address adds no header and nobody", () => {
    const said = `x\rBcc: <b@example.org> (maintainer:X)
evil <a@example.org>, <b@example.org> (maintainer:X)
-oProxyCommand=x@example.org (maintainer:X)
a b@example.org (maintainer:X)
`;
    expect(shown([patch()], said)).toEqual([]);
  });
});

test("names that are not ASCII become encoded words, controls become visible, the text keeps them", () => {
  const recipients = recipientsOf(
    [patch()],
    [
      [
        { name: "Jürgen Groß", address: "j@example.org", role: "maintainer:X" },
        { name: "Doe, John", address: "d@example.org", role: "maintainer:X" },
        { name: "a\u202Eb\u0007", address: "r@example.org", role: "reviewer:X" },
      ],
    ],
    sender,
  );
  const headers = recipientHeaders(recipients);
  expect(headers).toBe(
    'To: =?UTF-8?q?J=C3=BCrgen=20Gro=C3=9F?= <j@example.org>,\n "Doe, John" <d@example.org>\n' +
      "Cc: =?UTF-8?q?a=E2=80=B9U+202E=E2=80=BAb=E2=90=87?= <r@example.org>\n",
  );
  expect(headers).toMatch(/^[\x20-\x7e\n]*$/);
  expect(recipientsText(recipients, true)).toContain("To: Jürgen Groß <j@example.org>\n");
});
