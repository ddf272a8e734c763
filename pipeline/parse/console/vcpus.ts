// The registers of a guest that hung -> one line for each vCPU: where it stood.

/** `vCPU 1: rip ffffffff8172b8f5, in the kernel, halted`; QEMU's `info registers -a` and Xen's xenctx. */
export function vcpuLines(registers: string): string[] {
  const starts = [...registers.matchAll(/^(?:CPU#|vcpu)(\d+):?\s*$/gm)];
  return starts.flatMap(({ index, 1: cpu = "" }, at) => {
    const text = registers.slice(index, starts[at + 1]?.index);
    const rip = /^(?:RIP=|EIP=|rip: |eip: )([0-9a-f]+)/m.exec(text)?.[1];
    return rip ? [`vCPU ${cpu}: rip ${rip}, ${modeOf(text)}${haltOf(text)}`] : [];
  });
}

/** By the selector of its code: the lowest two bits are the privilege. A PV kernel runs in ring 3, by Xen's selectors. */
function modeOf(text: string): string {
  const selector = Number.parseInt(/^\s?CS ?[=:]\s?([0-9a-f]{4})/im.exec(text)?.[1] ?? "0", 16);
  return (selector & 3) === 0 || selector >= 0xe000 ? "in the kernel" : "in user space";
}

function haltOf(text: string): string {
  return /\bHLT=1/.test(text) ? ", halted" : "";
}
