// The frame of every page of the site: its policy, its title, the way to the other pages.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type Html, type HtmlPart, markup } from "../safe/html-escape.ts";
import { momentInWords } from "../facts/in-words.ts";

/** A file of the site. */
export type Page = { readonly path: string; readonly content: string };

export type PageFrame = {
  readonly run: Pick<RunRecord, "run" | "startedAt">;
  /** The pages that this run has something to show on. */
  readonly places: readonly Place[];
  /** Below the site's folder: `index.html`, `cells/....html`. */
  readonly path: string;
  readonly title: string;
  /** What stands above the sections, with the page's one main heading. */
  readonly header: Html;
  readonly main: HtmlPart;
};

/** A page that every page links to. */
export type Place = readonly [path: string, name: string];

/** Nothing but files of its own folder, no style or script within the page, nothing it could send. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'";

export function pageOf({ run, places, path, title, header, main }: PageFrame): Page {
  const up = path.includes("/") ? "../" : "";
  const content = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} - Twinboot run ${run.run}</title>
<link rel="stylesheet" href="${up}style.css">
<script src="${up}site.js" defer></script>
</head>
<body>
<a class="to-main" href="#main">To the content</a>
<nav aria-label="Pages">${places.map((place) => placeLink(place, path, up))}<span class="run">run ${run.run}, <time datetime="${run.startedAt}">${momentInWords(run.startedAt)}</time></span></nav>
${header}
<main id="main" tabindex="-1">${main}</main>
<footer><p>Twinboot: one kernel, real and virtual. <code>./twinboot verify-report ${run.run}</code> derives every verdict of this report again from the stored evidence.</p></footer>
</body>
</html>
`;
  return { path, content: content.toString() };
}

function placeLink([target, name]: Place, path: string, up: string): Html {
  const here = target === path && markup` aria-current="page"`;
  return markup`<a href="${up}${target}"${here}>${name}</a> `;
}

/** A part of a page under a heading of its own, which links can name. */
export function section(title: string, content: HtmlPart): Html {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return markup`
<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>`;
}
