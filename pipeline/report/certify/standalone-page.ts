// The frame of a page that stands alone: its style is within it, and it asks for nothing.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Html, type HtmlPart, markup } from "../safe/html-escape.ts";

const style = readFileSync(join(import.meta.dirname, "bulletin.css"), "utf8");

/** Its own style, and nothing else of any kind. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

export function standalonePage(title: string, body: HtmlPart): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
<style>${Html.trusted(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.toString();
}
