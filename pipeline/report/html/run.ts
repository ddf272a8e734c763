// The page of the run itself: what it did when, how long boots took, what was built and on what.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { pluralize } from "../../model/pluralize.ts";
import { durationInWords, momentInWords, sizeInWords } from "../facts/in-words.ts";
import { imageStatement, type KernelImage, kernelImages } from "../facts/kernel-images.ts";
import { type Page, pageOf, section } from "./page.ts";
import { phasesView } from "./phases.ts";
import { timelineView } from "./timeline.ts";
import type { SiteInputs } from "./site-inputs.ts";
import { remadeStatements } from "../facts/remade-steps.ts";
import { stepTimes, workOf } from "../facts/step-times.ts";

export function runPage({ run, places }: SiteInputs): Page {
  const title = "What the run did, and on what";
  const header = markup`<header><h1>${title}</h1></header>`;
  const phases = phasesView(run);
  const main = [
    section("Timeline", timelineView(run)),
    phases && section("Boots", phases),
    section("Kernels", kernelsView(run)),
    run.hypervisors.length > 0 && section("Hypervisors", hypervisorsView(run)),
    section("Heads", headsView(run)),
    section("Host and accelerator", hostView(run)),
    section("Steps", stepsView(run)),
    run.remade !== undefined && section("Made again here", remadeView(run)),
  ];
  return pageOf({ run, places, path: "run.html", title, header, main });
}

function kernelsView(run: RunRecord): Html {
  const items = kernelImages(run).map(kernelView);
  return items.length ? markup`${items}` : markup`<p>No kernel was built.</p>`;
}

function kernelView(image: KernelImage): Html {
  const { digest, buildId, release, bytes, rows } = image;
  const names = rows.map((row) => `${row.head} ${row.series} (${row.flavour})`).join(", ");
  return markup`<article class="comparison">
<h3>${names}</h3>
<p>${imageStatement(image)}</p>
<dl class="facts">
<div><dt>SHA-256</dt><dd><code>${digest}</code></dd></div>
<div><dt>Build-id</dt><dd><code>${buildId}</code></dd></div>
<div><dt>Release</dt><dd>${release}, ${sizeInWords(bytes)}</dd></div>
</dl>
</article>`;
}

function headsView(run: RunRecord): Html {
  const items = run.heads.map(
    ({ name, channel, pin, release, commit, sha256 }) => markup`<article class="comparison">
<h3>${name} <small>${channel}</small></h3>
<dl class="facts">
<div><dt>Pinned at</dt><dd>${pin}</dd></div>
${release && markup`<div><dt>Release</dt><dd>${release}</dd></div>`}
${commit && markup`<div><dt>Commit</dt><dd><code>${commit}</code></dd></div>`}
${sha256 && markup`<div><dt>SHA-256</dt><dd><code>${sha256}</code></dd></div>`}
</dl>
</article>`,
  );
  return markup`${items}`;
}

function remadeView(run: RunRecord): Html {
  return markup`<ul>${remadeStatements(run).map((words) => markup`<li>${words}</li>`)}</ul>`;
}

function hypervisorsView(run: RunRecord): Html {
  const items = run.hypervisors.map(
    ({ name, version, digest }) =>
      markup`<div><dt>${name} ${version}</dt><dd><code>${digest}</code></dd></div>`,
  );
  return markup`<dl class="facts">${items}</dl>`;
}

function hostView({ host }: RunRecord): Html {
  const proof = host.kvm ? "proved to work" : "not used";
  return markup`<dl class="facts">
<div><dt>System</dt><dd>${host.system}, kernel ${host.kernel}</dd></div>
<div><dt>Machine</dt><dd>${pluralize(host.cpus, "CPU")}, ${host.memoryMiB} MiB</dd></div>
<div><dt>Toolchain</dt><dd>${host.compiler}; ${host.linker}</dd></div>
<div><dt>QEMU</dt><dd>${host.qemu} <code>${host.qemuDigest}</code></dd></div>
${host.kvmBecause !== undefined && markup`<div><dt>KVM</dt><dd>${proof}: ${host.kvmBecause}</dd></div>`}
</dl>`;
}

/** Time by kind of step, and folded below it every step. */
function stepsView(run: RunRecord): Html {
  const kinds = stepTimes(run).map(
    ({ kind, made, reused, durationMs }) =>
      markup`<tr><th scope="row">${kind}</th><td class="number">${made}</td><td class="number">${reused}</td><td class="number">${durationInWords(durationMs)}</td></tr>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Time by kind of step"><table>
<thead><tr><th scope="col">Kind</th><th scope="col" class="number">made</th><th scope="col" class="number">reused</th><th scope="col" class="number">time</th></tr></thead>
<tbody>${kinds}</tbody></table></div>
<details>
<summary>All steps <span class="count">${run.traces.length}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Every step"><table>
<thead><tr><th scope="col">Step</th><th scope="col">Of</th><th scope="col">Status</th><th scope="col">Started</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>${run.traces.map(stepRow)}</tbody></table></div>
</details>`;
}

function stepRow(trace: RunRecord["traces"][number]): Html {
  const { kind, status, message, hint, startedAt, durationMs, run, reused } = trace;
  const older = reused && ` (run ${run})`;
  const words = message && markup`<small>${message}</small>`;
  const next = hint && markup`<small>${hint}</small>`;
  return markup`
<tr><th scope="row">${kind}</th><td>${workOf(trace)}</td><td>${status}${older}${words}${next}</td><td>${momentInWords(startedAt)}</td><td class="number">${durationInWords(durationMs)}</td></tr>`;
}
