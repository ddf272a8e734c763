// A certification as Checkbox's submission.json:
// https://github.com/canonical/checkbox/blob/main/submission-schema/schema.json

import type { Certification } from "../../model/certify/certification.ts";
import type { Json } from "../../model/json.ts";
import { oneLine } from "../safe/visible-text.ts";
import { type JudgedTest, judgedTests } from "./judged-tests.ts";
import { profileWords } from "./sentences.ts";

const namespace = "io.github.twinboot";
const longest = 2000;

/** Ends with a line feed. A mandatory test that did not run has failed: Checkbox knows no absent one. */
export function checkboxSubmission(found: Certification): string {
  const { product, kernel, profile } = found;
  const submission: Json = {
    title: oneLine(
      `${product.name} ${product.version}, profile ${profileWords(profile)}: ${found.word}`,
      longest,
    ),
    testplan_id: `${namespace}::${profile.name}`,
    custom_joblist: false,
    description: oneLine(`build-id ${kernel.buildId}, image sha256 ${kernel.image.digest}`),
    packages: product.name
      .split(" + ")
      .map((name) => ({ name: oneLine(name), version: oneLine(product.version) })),
    results: judgedTests(found).map((test) => resultOf(test)),
    "resource-results": [],
    "attachment-results": [],
    "rejected-jobs": [],
    category_map: Object.fromEntries(
      found.platforms.map(({ platform }) => [categoryOf(platform), platform]),
    ),
    kernel: oneLine(kernel.release),
  };
  return `${JSON.stringify(submission, undefined, 2)}\n`;
}

function resultOf({ platform, name, result, detail, mandatory, seconds }: JudgedTest): Json {
  const id = oneLine(`${platform}/${name}`);
  const status = result === "absent" ? "fail" : result;
  return {
    id,
    full_id: `${namespace}::${id}`,
    name: oneLine(`${name} on ${platform}`),
    certification_status: mandatory ? "blocker" : "non-blocker",
    category: platform,
    category_id: categoryOf(platform),
    status,
    outcome: status,
    comments: oneLine(detail, longest),
    io_log: "",
    type: "test",
    project: "certification",
    duration: seconds,
    plugin: "shell",
  };
}

function categoryOf(platform: string): string {
  return `${namespace}::${platform}`;
}
