// A run as in-toto statements, unsigned: a test result for each platform, all of one kernel with the same subject, and
// the provenance of each kernel. https://github.com/in-toto/attestation, https://slsa.dev/spec/v1.0/provenance

import type { Json } from "../../model/json.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { oneLine } from "../safe/visible-text.ts";
import { emulatorInWords, kernelTools } from "./kernel-tools.ts";

const statementType = "https://in-toto.io/Statement/v1";
const testResult = "https://in-toto.io/attestation/test-result/v0.1";
const provenance = "https://slsa.dev/provenance/v1";

type RunKernel = RunRecord["kernels"][number];

/** File names and statements. Without a verdict, or without a boot, there is no result to state. */
export function inTotoStatements(run: RunRecord): [file: string, content: string][] {
  const kernels = [...new Map(run.kernels.map((kernel) => [kernel.digest, kernel])).values()];
  return kernels.flatMap((kernel) => {
    const short = kernel.digest.slice(0, 12);
    const cells = run.cells.filter((one) => one.kernel === kernel.digest && told.has(one.verdict));
    const results = cells.map((cell, at): [string, Json] => [
      `${short}-test-result-${at + 1}.json`,
      resultOf(run, kernel, cell),
    ]);
    const files: [string, Json][] = [
      [`${short}-provenance.json`, provenanceOf(run, kernel)],
      ...results,
    ];
    return files.map(([name, statement]): [string, string] => [
      name,
      `${JSON.stringify(statement, undefined, 2)}\n`,
    ]);
  });
}

const told: ReadonlySet<string> = new Set(["pass", "fail", "base-broken"]);

function stated(kernel: RunKernel, predicateType: string, predicate: Json): Json {
  const subject = [{ name: kernel.image ?? "bzImage", digest: { sha256: kernel.digest } }];
  return { _type: statementType, subject, predicateType, predicate };
}

function resultOf(run: RunRecord, kernel: RunKernel, cell: RunCell): Json {
  const tests = cell.evidence.tests ?? [];
  const named = (result: string): string[] =>
    tests.filter((test) => test.result === result).map(({ name }) => oneLine(name, 200));
  const passed = cell.verdict === "pass";
  const tools = kernelTools(run, kernel);
  const configuration = [
    {
      name: oneLine(cell.platform, 200),
      content: base64(platformOf(cell)),
      mediaType: "application/json",
    },
    { name: oneLine(emulatorInWords(tools)), digest: { sha256: tools.boots.digest } },
    ...hypervisorsOf(run, cell),
    ...[cell.evidence.console, cell.evidence.hostConsole].flatMap((file) =>
      file ? [{ name: oneLine(file.name), digest: { sha256: file.digest } }] : [],
    ),
  ];
  return stated(kernel, testResult, {
    // Anything but a pass proved nothing; a warning would claim that it did.
    result: passed ? "PASSED" : "FAILED",
    configuration,
    passedTests: [...(passed ? ["boot"] : []), ...named("pass")],
    warnedTests: [],
    failedTests: [...(passed ? [] : ["boot"]), ...named("fail")],
  });
}

function platformOf({ platform, realness, verdict, evidence }: RunCell): Json {
  const { accelerator = null } = evidence;
  return { platform: oneLine(platform, 200), realness, accelerator, verdict };
}

function hypervisorsOf({ hypervisors }: RunRecord, { hypervisor }: RunCell): Json[] {
  const under = hypervisors.filter(({ name }) => name === hypervisor);
  return under.map(({ name, version, digest }) => ({
    name: oneLine(`${name} ${version}`),
    digest: { sha256: digest },
  }));
}

function provenanceOf(run: RunRecord, kernel: RunKernel): Json {
  const { head, series, flavour } = kernel;
  const at = run.heads.find(({ name }) => name === head);
  const patchset = run.series.find((one) => one.head === head && one.name === series)?.patchset;
  const source = {
    ...(at?.commit ? { gitCommit: at.commit } : {}),
    ...(at?.sha256 ? { sha256: at.sha256 } : {}),
  };
  const sources = Object.keys(source).length
    ? [{ name: oneLine(at?.pin ?? head), digest: source }]
    : [];
  const patches = patchset
    ? [{ name: oneLine(`series ${series}`), digest: { sha256: patchset } }]
    : [];
  const tools = kernelTools(run, kernel).makes.map((tool) => ({
    name: oneLine(tool),
    content: base64(tool),
  }));
  return stated(kernel, provenance, {
    buildDefinition: {
      buildType: "urn:twinboot:build-kernel:1",
      externalParameters: {
        head: oneLine(head),
        flavour: oneLine(flavour),
        ...(series === baseRow ? {} : { series: oneLine(series) }),
      },
      resolvedDependencies: [...sources, ...patches, ...tools],
    },
    runDetails: {
      builder: { id: "urn:twinboot:local" },
      metadata: { invocationId: `run ${run.run} of ${run.startedAt}`, ...timesOf(run, kernel) },
    },
  });
}

/** Of a kernel that an older run built, when that one did. */
function timesOf(
  { traces }: RunRecord,
  { head, series, flavour }: RunKernel,
): { [name: string]: Json } {
  const label = `${flavour} ${head}${series === baseRow ? "" : `+${series}`}`;
  const built = traces.find(
    (trace) => trace.kind === "build-kernel" && trace.label.endsWith(label),
  );
  if (!built) return {};
  const finished = new Date(Date.parse(built.startedAt) + built.durationMs).toISOString();
  return { startedOn: built.startedAt, finishedOn: finished };
}

function base64(value: Json): string {
  return Buffer.from(typeof value === "string" ? oneLine(value) : JSON.stringify(value)).toString(
    "base64",
  );
}
