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

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object };
};

type Route = {
  readonly template: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The values of its parameters; undefined where the path is another. */
  readonly fits: (path: string) => Record<string, string> | undefined;
};

export type Matched = {
  /** `GET /repos/{owner}/{repo}` */
  readonly route: string;
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
};

export class OpenApi {
  readonly #document: Document;
  readonly #routes: readonly Route[];
  readonly #ajv: Ajv;
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor() {
    const { resolve } = createRequire(import.meta.url);
    const path = resolve("@octokit/openapi/generated/api.github.com.json");
    this.#document = JSON.parse(readFileSync(path, "utf8")) as Document;
    this.#routes = routesOf(this.#document);
    this.#ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
    const { schemas } = this.#document.components;
    this.#ajv.addSchema({ components: { schemas: asJsonSchema(schemas) } }, "github");
  }

  /** The operation of a request; undefined where GitHub has none like it. Fixed words win over parameters. */
  match(method: string, path: string): Matched | undefined {
    for (const { template, operations, fits } of this.#routes) {
      const operation = operations[method.toLowerCase()];
      const values = operation && fits(path);
      if (values) return { route: `${method} ${template}`, operation, path: values };
    }
    return undefined;
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
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => [name, asJsonSchema(one)] as const);
  const { nullable, ...schema } = Object.fromEntries(members) as { nullable?: unknown };
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

/** References of a part of the document are into the whole. */
function absolute(schema: object): object {
  const text = JSON.stringify(asJsonSchema(schema));
  return JSON.parse(text.replaceAll('"$ref":"#/', '"$ref":"github#/')) as object;
}

/** Those with the most fixed words first. */
function routesOf({ paths }: Document): Route[] {
  const routes = Object.entries(paths).map(([template, operations]) => ({
    template,
    operations,
    fits: fitting(template),
  }));
  return routes.toSorted((a, b) => fixedIn(b.template) - fixedIn(a.template));
}

function fitting(template: string): Route["fits"] {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  // A git ref holds slashes.
  const pattern = template.replaceAll(/\{(\w+)\}/g, (_, name) =>
    name === "ref" ? "(.+)" : "([^/]+)",
  );
  const whole = new RegExp(`^${pattern}$`);
  return (path) => {
    const found = whole.exec(path);
    if (!found) return undefined;
    return Object.fromEntries(
      names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]),
    );
  };
}

/** How many letters of a route are no parameter's. */
function fixedIn(route: string): number {
  return route.replaceAll(/\{\w+\}/g, "").length;
}
