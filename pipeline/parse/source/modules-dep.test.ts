import { describe, expect, it } from "vitest";
import { moduleName, neededModules } from "./modules-dep.ts";

const dep = `kernel/drivers/net/xen-netfront.ko.xz:
kernel/net/core/failover.ko: 
kernel/drivers/net/virtio_net.ko: kernel/drivers/net/net_failover.ko kernel/net/core/failover.ko
../../etc/evil.ko: kernel/a.ko
kernel/bad.ko: ../up.ko
`;
const builtin = "kernel/drivers/tty/hvc/hvc_xen.ko\n";

describe("what a list of modules needs", () => {
  it("is the lines of modules.dep, by names with either - or _", () => {
    const { lines, missing } = neededModules(["xen_netfront", "virtio_net"], { dep, builtin });
    expect(lines).toEqual([
      { file: "kernel/drivers/net/xen-netfront.ko.xz", needs: [] },
      {
        file: "kernel/drivers/net/virtio_net.ko",
        needs: ["kernel/drivers/net/net_failover.ko", "kernel/net/core/failover.ko"],
      },
    ]);
    expect(missing).toEqual([]);
  });

  it("tells what is built in from what is missing", () => {
    const found = neededModules(["hvc_xen", "hv_netvsc"], { dep, builtin });
    expect(found).toEqual({
      lines: [],
      builtin: ["kernel/drivers/tty/hvc/hvc_xen.ko"],
      missing: ["hv_netvsc"],
    });
  });

  it("never has a file that lies outside the folder", () => {
    expect(neededModules(["evil", "bad"], { dep, builtin }).missing).toEqual(["evil", "bad"]);
  });

  it("names a module as the kernel does", () => {
    expect(moduleName("kernel/drivers/block/xen-blkfront.ko.zst")).toBe("xen_blkfront");
  });
});
