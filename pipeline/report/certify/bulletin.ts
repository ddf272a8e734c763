// The bulletin of a certification: one page of HTML that stands alone and prints on paper.

import type {
  Certification,
  CertifiedPlatform,
  CertifiedTest,
  Comparison,
} from "../../model/certify/certification.ts";
import { type Html, type HtmlPart, markup } from "../safe/html-escape.ts";
import {
  comparisonSentences,
  configSentence,
  profileWords,
  testCounts,
  unknownPlace,
} from "./sentences.ts";
import { standalonePage } from "./standalone-page.ts";

export function bulletin(found: Certification): string {
  const { product, kernel, profile, word, date, holds } = found;
  const title = `${product.name} ${product.version}`;
  return standalonePage(
    `${word}: ${title}`,
    markup`<header>
<p class="eyebrow">Bulletin of certification, profile ${profileWords(profile)}</p>
<h1>${title}</h1>
<p class="word ${classOf(word)}">${word}</p>
<p>${date.slice(0, 10)}${word.startsWith("certified") && markup`; holds until <strong>${holds.until}</strong>`}</p>
</header>
<main>
${section("Kernel", kernelView(found))}
${found.complaints.length > 0 && section("The package", list(found.complaints))}
${found.config.length > 0 && section("Configuration", list(found.config.map((one) => configSentence(one))))}
${section("Platforms", platformsTable(found.platforms))}
${exceptionsView(found.platforms)}
${found.against && comparisonView(found.against)}
${found.platforms.filter(({ boots }) => boots > 0).map((one) => section(`Tests on ${one.platform}`, testsView(one)))}
${found.debugSymbols && tracesView(found.debugSymbols)}
${found.modules.length > 0 && section("Modules that guests were given", modulesView(found))}
${section("Tried with", toolsView(found))}
${section("How long it holds", [markup`<p>Until ${holds.until}. It ends before with:</p>`, list(holds.ends)])}
</main>
<footer><p>Twinboot: one kernel, real and virtual. Build-id ${kernel.buildId}. Every guest read it back from the kernel that ran.</p></footer>`,
  );
}

function classOf(word: string): string {
  return word.replaceAll(" ", "-");
}

function section(title: string, content: HtmlPart): Html {
  return markup`
<section>
<h2>${title}</h2>
${content}
</section>`;
}

function list(sentences: readonly string[]): Html {
  return markup`<ul>${sentences.map((one) => markup`<li>${one}</li>`)}</ul>`;
}

function kernelView({ product, kernel }: Certification): Html {
  const { release, buildId, image, config, initramfs } = kernel;
  return facts([
    ["Release", release],
    ["Architecture", product.architecture],
    ["Build-id", markup`<code>${buildId}</code>`],
    ["Image, SHA-256", markup`<code>${image.digest}</code>`],
    ["Configuration, SHA-256", markup`<code>${config.digest}</code>`],
    ...(initramfs
      ? [["Initramfs, SHA-256", markup`<code>${initramfs.digest}</code>`] as const]
      : []),
    ...product.given.map((file): Fact => [file.name, markup`<code>${file.digest}</code>`]),
    ["Signed", list(product.origins)],
  ]);
}

type Fact = readonly [name: string, value: HtmlPart];

function facts(rows: readonly Fact[]): Html {
  return markup`<dl>${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function platformsTable(platforms: readonly CertifiedPlatform[]): Html {
  return markup`<table>
<thead><tr><th scope="col">Platform</th><th scope="col">Realness</th><th scope="col">Word</th><th scope="col">Tests, and what stands against it</th></tr></thead>
<tbody>${platforms.map(platformRow)}</tbody>
</table>`;
}

function platformRow(one: CertifiedPlatform): Html {
  const { platform, realness, word, reasons } = one;
  return markup`
<tr><th scope="row">${platform}</th><td>${realness}</td><td class="${classOf(word)}">${word}</td><td>${testCounts(one)}${reasons.map(
    ({ what, mend }) =>
      markup`<p>${what}${mend !== undefined && markup`<br><em>To mend it: ${mend}.</em>`}</p>`,
  )}</td></tr>`;
}

function exceptionsView(platforms: readonly CertifiedPlatform[]): HtmlPart {
  const all = platforms.flatMap(({ platform, exceptions }) =>
    exceptions.map((one) => ({ platform, ...one })),
  );
  if (!all.length) return undefined;
  return section(
    "Exceptions",
    markup`<table>
<thead><tr><th scope="col">Platform</th><th scope="col">Exception</th><th scope="col">Last day</th><th scope="col">Reason</th></tr></thead>
<tbody>${all.map(
      ({ platform, by, until, reason, text }) =>
        markup`<tr><th scope="row">${platform}</th><td>${by}<br><code>${text}</code></td><td>${until}</td><td>${reason}</td></tr>`,
    )}</tbody>
</table>`,
  );
}

function comparisonView(against: Comparison): Html {
  const { name, version, word } = against.previous;
  const sentences = comparisonSentences(against);
  return section(
    `Against ${name} ${version} (${word})`,
    sentences.length ? list(sentences) : markup`<p>Nothing is worse than it was.</p>`,
  );
}

function testsView({ mandatory, optional, modules }: CertifiedPlatform): Html {
  const rows = [
    ...mandatory.map((one) => testRow(one, "mandatory")),
    ...optional.map((one) => testRow(one, "optional")),
    ...modules.map((one) => testRow(one, "driver")),
  ];
  return markup`<table>
<thead><tr><th scope="col">Test</th><th scope="col">Kind</th><th scope="col">Result</th><th scope="col">What it said</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function testRow({ name, result, detail }: CertifiedTest, kind: string): Html {
  return markup`<tr><th scope="row">${name}</th><td>${kind}</td><td class="${result}">${result}</td><td>${detail}</td></tr>`;
}

function tracesView({ file, traces }: NonNullable<Certification["debugSymbols"]>): HtmlPart {
  return traces.map(({ platform, frames }) =>
    section(
      `Where the kernel stood on ${platform}, by ${file.name}`,
      markup`<table>
<thead><tr><th scope="col">On the console</th><th scope="col">In the source, the innermost function first</th></tr></thead>
<tbody>${frames.map(
        ({ frame, places }) =>
          markup`<tr><th scope="row"><code>${frame}</code></th><td>${(places.length ? places : [unknownPlace]).map((place) => markup`<p>${place}</p>`)}</td></tr>`,
      )}</tbody>
</table>`,
    ),
  );
}

function modulesView({ modules }: Certification): Html {
  return markup`<table>
<thead><tr><th scope="col">Module</th><th scope="col">Signer</th><th scope="col">SHA-256 in the package</th></tr></thead>
<tbody>${modules.map(
    ({ path, signer, digest }) =>
      markup`<tr><th scope="row">${path}</th><td>${signer ?? "unsigned"}</td><td><code>${digest}</code></td></tr>`,
  )}</tbody>
</table>`;
}

function toolsView({ tools }: Certification): Html {
  const { qemu, qemuDigest, hypervisors, hostKernel } = tools;
  return facts([
    ["QEMU", markup`${qemu}, <code>${qemuDigest}</code>`],
    ...hypervisors.map(({ name, version, digest }): Fact => [
      name,
      markup`${version}, <code>${digest}</code>`,
    ]),
    ...(hostKernel
      ? [
          [
            "Kernel of the hosts",
            markup`${hostKernel.release}, <code>${hostKernel.digest}</code>`,
          ] as const,
        ]
      : []),
  ]);
}
