// ./twinboot bisect

import { command, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { flavourName, headName, platformName, seriesName, text } from "./value.ts";

export const bisect = command({
  name: "bisect",
  group: "work",
  summary: "the first patch or upstream commit that fails or costs more",
  about: [
    "With one head it searches along the patches. With --from-head it first tries old and new series on old and new head, which tells whether to search the patches, the commits between the heads, or both.",
    "With --from-hypervisor the same kernel is booted under each of the hypervisors between that one and the platform's own, in the order of their versions; two states of one git source are searched by commits.",
    "Exit status: 0 if the present state is good, 1 if there are findings, 3 if it could not be tried.",
  ],
  operands: { name: required(one(seriesName, "series to search")) },
  options: {
    platform: required(one(platformName, "platform on which it fails")),
    head: one(headName, "head on which it fails"),
    flavour: one(flavourName, "kernel configuration, where several boot on the platform"),
    fromHead: one(text("OLD", "heads"), "head, or full commit id, on which it was good"),
    fromSeries: one(text("OLD", "folder"), "folder or git revision of the series that was good"),
    fromHypervisor: one(
      text("OLD", "hypervisors"),
      "hypervisor, or full commit id of the platform's own, under which it was good",
    ),
    metric: one(text("WORKLOAD"), "look for a higher count of this workload instead of a failure"),
    attempts: shared.attempts,
    fresh: shared.fresh,
    jobs: shared.jobs,
    json: shared.json,
    ...shared.progress,
  },
  exclusive: [
    ["json", "quiet", "verbose"],
    ["metric", "attempts"],
    ["fromHypervisor", "fromHead"],
    ["fromHypervisor", "fromSeries"],
    ["fromHypervisor", "metric"],
  ],
  examples: [
    ["bisect yours --platform xen-pv-dom0", "the first patch that fails there"],
    ["bisect yours --platform bare-q35 --metric size/text", "the first patch that costs more"],
    [
      "bisect yours --platform bare-q35 --head next --from-head v7.2",
      "the first commit between two heads",
    ],
    [
      "bisect s --platform xen-pv-dom0-on-xen-trixie --from-hypervisor xen",
      "the first hypervisor under which it fails",
    ],
  ],
  run: async () => (await import("../commands/bisect.ts")).bisectCommand,
});
