// Which addresses a registry has, and who is spoken to without encryption.

import { expect, test } from "vitest";
import { ociAddress } from "./oci-address.ts";

test.each([
  ["oci://ghcr.io/owner/repo-store", "https://ghcr.io", "owner/repo-store"],
  ["oci://ghcr.io/Owner/Repo-store", "https://ghcr.io", "owner/repo-store"],
  ["oci://registry.example:5000/a", "https://registry.example:5000", "a"],
  ["oci://localhost:5000/a/b", "http://localhost:5000", "a/b"],
  ["oci://127.0.0.1:5000/a", "http://127.0.0.1:5000", "a"],
  ["oci://[::1]:5000/a", "http://[::1]:5000", "a"],
])("%s is asked at %s", (text, origin, repository) => {
  expect(ociAddress(text)).toEqual({ shown: text, origin, repository });
});

test.each([
  "localhost.example/a",
  "oci://localhost.example:5000",
  "oci://user:password@ghcr.io/a",
  "oci://ghcr.io/a:tag",
  "oci://ghcr.io/a@sha256:0",
  "oci://ghcr.io/../a",
  "oci://ghcr.io/a?b",
  "https://ghcr.io/a",
  "",
])("%j is no address", (text) => {
  expect(() => ociAddress(text)).toThrow("is no address of a registry");
});

test.each(["oci://localhost.example/a", "oci://127.0.0.1.example/a", "oci://10.0.0.1/a"])(
  "%s is not this machine: it is spoken to over TLS",
  (text) => {
    expect(ociAddress(text).origin).toMatch(/^https:/);
  },
);
