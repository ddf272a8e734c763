// recipients.txt: who gets the mails, and why.

import { fromLine } from "../exchange/stored/mail-header.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";
import type { Recipient } from "./recipients.ts";

/** `asked`: whether the head's get_maintainer.pl had its say. */
export function recipientsText(recipients: readonly Recipient[], asked: boolean): string {
  const blocks = recipients.map(({ kind, reasons, ...person }) =>
    [
      `${kind}: ${oneLine(nameAndAddress(person), 200)}`,
      ...reasons.map((reason) => `    ${wrapped(oneLine(reason, 400), "      ")}`),
    ].join("\n"),
  );
  const source = asked
    ? "As scripts/get_maintainer.pl of the head says, the patches' own trailers, and the rules of the documents named."
    : "The head has no scripts/get_maintainer.pl or no MAINTAINERS: these are only those whom the patches and the rules name.";
  return `${[wrapped(source), ...blocks].join("\n\n")}\n`;
}

function nameAndAddress({ name, address }: Pick<Recipient, "name" | "address">): string {
  return name ? `${name} <${address}>` : address;
}

/** `To:` and `Cc:` of every mail, an address a line (RFC 5322, 2.2.3); names that are not ASCII as encoded words. */
export function recipientHeaders(recipients: readonly Recipient[]): string {
  return ["To", "Cc"]
    .map((kind) => ({ kind, all: recipients.filter((one) => one.kind === kind).map(encoded) }))
    .filter(({ all }) => all.length)
    .map(({ kind, all }) => `${kind}: ${all.join(",\n ")}\n`)
    .join("");
}

function encoded({ name, address }: Recipient): string {
  if (!name) return address;
  return fromLine({ name: oneLine(name, 200), address }).replace(/^From: /, "");
}
