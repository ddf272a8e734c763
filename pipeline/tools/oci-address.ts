// oci://registry/repository -> where its requests go. Plain HTTP is spoken to this machine alone.

import { UserError } from "../model/errors.ts";
import { remoteAddressSchema } from "../model/described/remote-store.ts";

export type OciAddress = {
  /** As it was named, for people. */
  readonly shown: string;
  /** `https://registry:port`; `http:` where the registry is on a loopback address. */
  readonly origin: string;
  /** The repository's path in it: lower case, as every registry wants it. */
  readonly repository: string;
};

/** Throws UserError where it is none. */
export function ociAddress(text: string, where = "TWINBOOT_REMOTE"): OciAddress {
  if (!remoteAddressSchema.safeParse(text).success)
    throw new UserError(
      `${where}: ${text} is no address of a registry`,
      "oci://registry/repository; credentials come from TWINBOOT_REMOTE_USER and TWINBOOT_REMOTE_PASSWORD",
    );
  const [, registry = "", repository = ""] = /^oci:\/\/([^/]+)\/(.+)$/i.exec(text) ?? [];
  const scheme = isLoopback(registry) ? "http" : "https";
  return { shown: text, origin: `${scheme}://${registry}`, repository: repository.toLowerCase() };
}

/** What never leaves this machine, by address or by the name that is reserved for it (RFC 6761). */
function isLoopback(registry: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(registry);
}
