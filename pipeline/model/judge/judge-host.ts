// The first half of judging a guest that a host runs: was the host there for it? Each guest answers for its own time.

import type { BootEnd } from "../boot/boot-record.ts";
import type { ConsoleFault } from "./console-fault.ts";
import { type Finding, kernelFault } from "./finding.ts";
import { panicFinding } from "./kernel-fault.ts";
import { bodiesOf, faultFinding, lastLines, type Witness } from "./witness.ts";

/** The host's console, with the name that the guest has in the host's records. */
export type HostWitness = Witness & { readonly guest: string };

/** From which to which line of the host's console a guest ran; `to` is Infinity where the host never said it ended. */
type Span = {
  readonly guest: string;
  readonly from: number;
  readonly to: number;
  /** How the host says it ended: `poweroff`, `crash`, `signal-9`. */
  readonly ended?: string;
};

/**
 * A host that went down is the finding of the guest that ran then; those after it were not reached, those before it
 * are not touched. What the host's kernel complains of counts for the guest that ran, or, between guests, for all.
 */
export function judgeHost(host: HostWitness, ended: BootEnd): Finding | undefined {
  const spans = spansOf(host);
  const own = spans.find(({ guest }) => guest === host.guest);
  return (
    hostDown(host, own) ??
    hostComplaint(host, spans, own) ??
    notCreated(host, own, ended) ??
    machineDied(host, own) ??
    hostLost(host, ended)
  );
}

function spansOf(host: HostWitness): Span[] {
  const records = bodiesOf(host);
  const started = records.flatMap(({ line, body }) =>
    body.record === "fact" && body.name === "guest.started" ? [{ line, guest: body.value }] : [],
  );
  return started.map(({ line, guest }) => {
    const end = records.find(
      ({ body }) =>
        body.record === "fact" && body.name === "guest.ended" && body.value.startsWith(`${guest} `),
    );
    if (end?.body.record !== "fact") return { guest, from: line, to: Infinity };
    return { guest, from: line, to: end.line, ended: end.body.value.slice(guest.length + 1) };
  });
}

function hostDown(host: HostWitness, own: Span | undefined): Finding | undefined {
  const until = own?.to ?? Infinity;
  const down = (kind: ConsoleFault["kind"]) =>
    host.console.faults.find((fault) => fault.kind === kind && fault.line < until);
  const crash = down("hypervisor-crash");
  const fault = crash ?? down("panic");
  if (!fault) return undefined;
  const found = crash
    ? faultFinding(host, crash, "hypervisor-crash", "hypervisor")
    : hostFailed(host, fault);
  if (own && own.from < fault.line) return found;
  return notReached(`the host went down before ${host.guest} was started: ${found.summary}`, found);
}

/** Between guests and during the guest's own time; what happened while another one ran is that one's. */
function hostComplaint(
  host: HostWitness,
  spans: readonly Span[],
  own: Span | undefined,
): Finding | undefined {
  const others = spans.filter((span) => span !== own);
  const counts = ({ kind, line }: ConsoleFault): boolean =>
    (kind === "oops" || kind === "hypervisor-oops") &&
    line < (own?.to ?? Infinity) &&
    !others.some(({ from, to }) => from < line && line < to);
  const complaint = host.console.faults.find(counts);
  return complaint && hostFailed(host, complaint);
}

function notCreated(host: HostWitness, own: Span | undefined, ended: BootEnd): Finding | undefined {
  const test = (name: string) =>
    bodiesOf(host).flatMap(({ body }) =>
      body.record === "test" && body.name === name ? [body] : [],
    )[0];
  const detail = lastLines(host.console);
  const ready = test("host-ready");
  if (ready && ready.result !== "pass")
    return notReached(`the host can run no guest: ${ready.detail}`, { detail });
  const created = test(`guest-created.${host.guest}`);
  if (created?.result === "pass" && own) return undefined;
  if (!created && ended.because === "not-reached")
    return notReached(`the host stopped before ${host.guest} was started`, { detail });
  const summary = created
    ? `the host could not create the guest: ${created.detail}`
    : "the host never said that it created the guest";
  return { reason: "guest-not-created", fault: "infrastructure", summary, detail };
}

/** The QEMU that a KVM host runs it with went by a signal or with an error: no guest asks for that. */
function machineDied(host: HostWitness, own: Span | undefined): Finding | undefined {
  if (!own?.ended || !/^(?:signal|exit)-/.test(own.ended)) return undefined;
  const summary = `the host's QEMU went down under ${host.guest}: ${own.ended}`;
  return {
    reason: "host-failed",
    fault: "infrastructure",
    summary,
    detail: lastLines(host.console),
  };
}

/** It went, or did not answer, and its console does not say why: a dead daemon, or its kernel. verdict.ts compares. */
function hostLost(host: HostWitness, { because }: BootEnd): Finding | undefined {
  if (because !== "host-ended") return undefined;
  const summary = `the host went down or stopped answering while ${host.guest} ran`;
  return {
    reason: "host-failed",
    fault: "infrastructure",
    summary,
    detail: lastLines(host.console),
  };
}

function hostFailed(host: HostWitness, fault: ConsoleFault): Finding {
  const whose = fault.kind === "hypervisor-oops" ? "hypervisor" : kernelFault;
  const found =
    fault.kind === "panic"
      ? panicFinding(host, fault)
      : faultFinding(host, fault, "host-failed", whose);
  return { ...found, reason: "host-failed", summary: `the host: ${found.summary}` };
}

/** A guest is not blamed for what happened before it started: the fault stays with the cause of the host's failure. */
function notReached(
  summary: string,
  found: Pick<Finding, "line" | "detail"> & Partial<Finding>,
): Finding {
  return { fault: "infrastructure", ...found, reason: "not-reached", summary };
}
