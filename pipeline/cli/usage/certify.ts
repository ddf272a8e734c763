// ./twinboot certify

import { command, flag, many, one } from "./command.ts";
import * as shared from "./shared.ts";
import { platformName, text } from "./value.ts";

export const certify = command({
  name: "certify",
  group: "work",
  summary: "certify one finished kernel for real and virtual hardware",
  about: [
    "Boots the kernel of a package, the same bytes on every platform of a profile, and compares each boot with what the profile asks for. Nothing in the package is run: it is unpacked in the sandbox. The kernel of dom0 and of the KVM host is Twinboot's own.",
    "Writes certification.json with its schema and evidence, bulletin.html, Checkbox's submission.json, xunit.xml and an in-toto statement. Exit status: 0 if the kernel is certified, also with exceptions, 1 if it is not or lost something against the one before it, 3 if the machine failed.",
  ],
  operands: {
    kernel: many(
      text("KERNEL", "file"),
      "packages of one kernel (.deb, .rpm), its vmlinuz, or debian:SUITE/PACKAGE; the kernels of twinboot.yaml where none is given",
    ),
  },
  options: {
    modules: one(text("DIR", "folder"), "the folder /lib/modules/RELEASE of a bare vmlinuz"),
    initramfs: one(
      text("FILE", "file"),
      "the distribution's own initramfs: guests are started out of it, by its modules",
    ),
    debugSymbols: one(
      text("FILE", "file"),
      "vmlinux with debug information, or the package with it: resolve addresses of what fails",
    ),
    config: one(text("FILE", "file"), "the configuration of a bare vmlinuz"),
    keyring: one(text("FILE", "file"), "public keys that must have signed every RPM"),
    against: many(
      text("PREVIOUS", "file"),
      "packages of the kernel before it: report what the new one lost",
    ),
    profile: one(
      text("PROFILE"),
      "profile to certify for: a name in images/profiles/ (default: general)",
    ),
    platform: many(platformName, "platforms of the profile to take (default: all)"),
    output: one(text("DIR", "folder"), "folder to write to (default: below reports/certify)"),
    table: one(
      text("DOCUMENT", "file"),
      "boot nothing: write the table of the kernels of twinboot.yaml, by the certificates there are",
    ),
    key: one(text("FILE", "file"), "sign the attestation with this private key (PEM)"),
    fresh: shared.fresh,
    jobs: shared.jobs,
    attempts: shared.attempts,
    json: flag("print certification.json and nothing else"),
    ...shared.progress,
  },
  exclusive: [
    ["json", "quiet", "verbose"],
    ["initramfs", "modules"],
    ["initramfs", "against"],
    ["table", "kernel"],
    ["table", "json"],
  ],
  examples: [
    ["certify linux-image-6.1.0-57-cloud-amd64_6.1.192-3_amd64.deb", "one package"],
    ["certify vmlinuz --config config --modules lib/modules/6.12.0", "an installed kernel"],
    ["certify kernel.deb --initramfs /boot/initrd.img-6.1.0", "with a distribution's initramfs"],
    ["certify new.deb --against old.deb", "find out what a point release lost"],
    ["certify debian:trixie/linux-image-cloud-amd64", "the current kernel of a Debian suite"],
    ["certify kernel.deb --profile xen-dom0", "as a control domain of Xen"],
  ],
  run: async () => (await import("../commands/certify.ts")).certifyCommand,
});
