// Expressions of GitHub Actions, by GitHub's own parser, with the status functions that a runner adds.

import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What `${{ a.b.c }}` reads: `github`, `matrix`, `inputs`. */
export type Context = Readonly<Record<string, unknown>>;

/** How the steps or jobs before ended. */
export type Status = { readonly failed: boolean };

const contexts = ["env", "github", "inputs", "matrix", "needs", "runner", "secrets", "steps"];

/** A text with its `${{ }}` filled in. Throws where one is none, or names what is no context; absent things are empty. */
export function filled(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{(.+?)\}\}/gs, (_, expression: string) =>
    valueOf(expression, context, { failed: false }).coerceString(),
  );
}

/** Whether an `if:` lets a step or a job run: without a status function in it, only after success. */
export function isTrue(condition: string, context: Context, status: Status): boolean {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  const asksStatus = /\b(?:always|success|failure|cancelled)\s*\(/.test(expression);
  const whole = asksStatus ? expression : `success() && (${expression})`;
  return valueOf(`!!(${whole})`, context, status).coerceString() === "true";
}

function valueOf(expression: string, context: Context, { failed }: Status): data.ExpressionData {
  const functions = [
    ["always", true],
    ["success", !failed],
    ["failure", failed],
    ["cancelled", false],
  ] as const;
  const known = functions.map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, contexts, known).parse();
  const all = { ...Object.fromEntries(contexts.map((name) => [name, {}])), ...context };
  const values = JSON.parse(JSON.stringify(all), data.reviver) as data.Dictionary;
  return new Evaluator(parsed, values, new Map(known.map((one) => [one.name, one]))).evaluate();
}
