// GitHub's published OpenAPI description: is this request one, is this answer one, and what does an answer look like?

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";

type Ref = { readonly $ref?: string };
type Media = {
  readonly schema: object;
  readonly examples?: Record<string, Ref & { value?: unknown }>;
};
type Body = Ref & { readonly content?: Readonly<Record<string, Media>> };
type Parameter = Ref & {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
};
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
};

export type Matched = {
  /** `GET /repos/{owner}/{repo}` */
  readonly route: string;
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
};

export class OpenApi {
  readonly #document: { readonly paths: Readonly<Record<string, Record<string, Operation>>> };
  readonly #ajv: Ajv;
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor() {
    const { resolve } = createRequire(import.meta.url);
    const path = resolve("@octokit/openapi/generated/api.github.com.json");
    this.#document = JSON.parse(readFileSync(path, "utf8"), asJsonSchema);
    this.#ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
    this.#ajv.addSchema(this.#document, "github");
  }

  /** The operation of a request; undefined where GitHub has none like it. Fixed words win over parameters. */
  match(method: string, path: string): Matched | undefined {
    const found = Object.entries(this.#document.paths).flatMap(([template, operations]) => {
      const operation = operations[method.toLowerCase()];
      const values = operation && fitted(template, path);
      return values ? [{ route: `${method} ${template}`, operation, path: values }] : [];
    });
    return found.toSorted((a, b) => fixedIn(b.route) - fixedIn(a.route))[0];
  }

  /** Why this is no such request, in words; undefined where it is one. */
  wrongRequest({ operation }: Matched, query: URLSearchParams, body: unknown): string | undefined {
    const parameters = (operation.parameters ?? []).map((one) => this.#resolved<Parameter>(one));
    const unknown = [...query.keys()].find(
      (name) => !parameters.some((one) => one.in === "query" && one.name === name),
    );
    if (unknown) return `there is no parameter ${unknown}`;
    const schema = this.#resolved<Body>(operation.requestBody ?? {}).content?.["application/json"];
    return schema ? this.#wrong(schema.schema, body) : undefined;
  }

  wrongResponse({ operation }: Matched, status: number, body: unknown): string | undefined {
    const response = operation.responses[String(status)];
    if (!response) return `it never answers ${status}`;
    const media = this.#resolved<Body>(response).content?.["application/json"];
    return media ? this.#wrong(media.schema, body) : undefined;
  }

  /** What GitHub's own description gives as an answer. */
  example({ operation }: Matched, status: number): unknown {
    const media = this.#resolved<Body>(operation.responses[String(status)] ?? {}).content;
    const [first] = Object.values(media?.["application/json"]?.examples ?? {});
    return structuredClone(this.#resolved<{ value?: unknown }>(first ?? {}).value);
  }

  #wrong(schema: object, value: unknown): string | undefined {
    const validate = this.#compiled.get(schema) ?? this.#ajv.compile(absolute(schema));
    this.#compiled.set(schema, validate);
    return validate(value) ? undefined : this.#ajv.errorsText(validate.errors);
  }

  #resolved<T extends object>(one: Ref | T): T {
    const { $ref } = one as Ref;
    if ($ref === undefined) return one as T;
    const steps = $ref.split("/").slice(1);
    const found = steps.reduce<unknown>(
      (at, step) => (at as Record<string, unknown>)[step],
      this.#document,
    );
    return this.#resolved(found as Ref | T);
  }
}

/** `nullable` is OpenAPI 3.0's alone: JSON Schema says it with a type. */
function asJsonSchema(_: string, value: unknown): unknown {
  const { nullable, ...schema } = (value ?? {}) as { nullable?: unknown };
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : value;
}

/** References of a part of the document are into the whole. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/')) as object;
}

function fitted(template: string, path: string): Record<string, string> | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  // A git ref holds slashes.
  const pattern = template.replaceAll(/\{(\w+)\}/g, (_, name) =>
    name === "ref" ? "(.+)" : "([^/]+)",
  );
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) return undefined;
  return Object.fromEntries(
    names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]),
  );
}

/** How many letters of a route are no parameter's. */
function fixedIn(route: string): number {
  return route.replaceAll(/\{\w+\}/g, "").length;
}
