// Reads KTAP version 1 strictly, and says what is wrong with it. https://docs.kernel.org/dev-tools/ktap.html

export type KtapResult = {
  readonly ok: boolean;
  readonly name: string;
  readonly directive: string | undefined;
  readonly nested: readonly KtapResult[];
};
export type KtapBlock = { readonly results: KtapResult[]; readonly wrong: string[] };

export function readKtap(text: string): KtapBlock {
  const lines = text.split("\n");
  if (lines.pop() !== "") return { results: [], wrong: ["the last line has no line feed"] };
  return readBlock(lines);
}

const result = /^(ok|not ok) (\d+) ([^#]+?)(?: # (?:(SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b ?)?(.*))?$/u;

function readBlock([version, plan, ...lines]: readonly string[]): KtapBlock {
  const wrong = version === "KTAP version 1" ? [] : [`no version line: ${version}`];
  const results: KtapResult[] = [];
  let inner: string[] = [];
  for (const line of lines) {
    if (line.startsWith("  ")) {
      inner.push(line.slice(2));
      continue;
    }
    const [, ok, number, name = "", directive] = result.exec(line) ?? [];
    const block = inner.length ? readBlock(inner) : { results: [], wrong: [] };
    inner = [];
    wrong.push(...block.wrong);
    if (ok === undefined) wrong.push(`no result line: ${line}`);
    if (Number(number) !== results.length + 1) wrong.push(`not in order: ${line}`);
    if (ok === "ok" && block.results.some((one) => !one.ok))
      wrong.push(`a nested test failed: ${line}`);
    results.push({ ok: ok === "ok", name, directive, nested: block.results });
  }
  if (inner.length) wrong.push("nested lines without a result");
  if (plan !== `1..${results.length}`) wrong.push(`the plan is not kept: ${plan}`);
  return { results, wrong };
}
