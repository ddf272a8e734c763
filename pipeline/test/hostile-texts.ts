// Texts that a patch, a console or a description could carry to break out of a document.

const escape = "\u001B";

export const hostileTexts: readonly (readonly [what: string, text: string])[] = [
  ["a script", `<script>alert(1)</script>`],
  ["an image with a handler", `<img src=x onerror=alert(1)>`],
  ["an attribute's end", `" onmouseover="alert(1)" x="`],
  ["an apostrophe's end", `' onfocus='alert(1)' autofocus '`],
  ["the end of a style sheet", `</style><style>*{display:none}</style>`],
  ["the end of preformatted text", `</pre></details></article><h1>11 of 11 cells pass</h1>`],
  ["a comment", `<!-- everything after this is gone`],
  ["an entity", `&lt;b&gt; &#60;script&#62; &amp`],
  ["a table's columns", `a | b || c |`],
  ["an escaped table column", String.raw`a \| b \\| c \\\|`],
  ["the end of a fence", "```\n# 16 of 16 cells pass\n``````\n~~~"],
  ["back-ticks", "a ` b `` c ```` d"],
  ["a mention", `thanks @torvalds and @kernel/maintainers`],
  ["references", `fixes #1, GH-2, torvalds/linux#3`],
  ["a workflow command", `::error file=x::pwned`],
  ["an indented workflow command", `   ::add-mask::e`],
  ["an old workflow command", `##[error]pwned ##[set-env name=PATH;]x`],
  ["a Markdown link", `[all good](https://example.org) ![x](https://example.org/x.png)`],
  ["bare links", `https://example.org www.example.org javascript:alert(1) a@example.org`],
  ["headings and lists", `# pass\n- [x] pass\n1. pass\n> pass\n---\n===`],
  ["emphasis", `**pass** _pass_ ~~fail~~ $x$ :tada:`],
  ["terminal colours", `${escape}[31mred${escape}[0m${escape}]0;title\u0007${escape}c`],
  ["carriage returns", "fail\rpass\r\nfail"],
  ["control characters", "nul \0 backspace \b\b\b delete \u007F next line \u0085 csi \u009B31m"],
  ["reversed text", "safe \u202Etxt.exe\u202C \u2066x\u2069 zero\u200Bwidth \uFEFF"],
  ["line separators", "one\u2028two\u2029three"],
  ["lone surrogates", "high \uD800 low \uDC00 end \uD83D"],
  [
    "bytes that were no UTF-8",
    new TextDecoder().decode(Uint8Array.of(0xff, 0xfe, 0xc0, 0x80, 0x41)),
  ],
  ["a line of a megabyte", `<b>${"x".repeat(1_000_000)}</b>`],
  ["nothing", ""],
];

/** As long as the text and with its line feeds, and harmless: what a document must look like with either. */
export function harmless(text: string): string {
  return text.replace(/[^\n]/gu, (character) => "x".repeat(character.length));
}
