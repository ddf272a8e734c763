// What loggers put before a line of a console, as data: one row a tool.

export type LogPrefix = {
  /** Which tool writes it. */
  readonly of: string;
  readonly pattern: RegExp;
  /** What stays of it, in the form of a console; nothing where absent. */
  readonly becomes?: (parts: RegExpExecArray) => string;
};

const day = String.raw`\d{4}-\d\d-\d\d`;
const time = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;
const zone = String.raw`(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))`;
/** `2026-11-29T06:36:00.123456Z`, `2026-11-29 06:36:00,123`. */
const iso = String.raw`${day}[T ]${time}${zone}?`;
/** `Nov 29 06:36:00.123456`. */
const bsd = String.raw`[A-Z][a-z]{2} [ \d]?\d ${time}`;
const host = String.raw`[\w.:-]{1,255}`;

/** `5140900` microseconds as printk writes them. */
function printkStamp(microseconds: string): string {
  const digits = microseconds.padStart(7, "0");
  return `[${digits.slice(0, -6).padStart(5)}.${digits.slice(-6)}] `;
}

/** YAML's double quotes: what a console holds of them. The end of its line is the log's own. */
function unescaped(text: string): string {
  return text
    .replace(/(?:\\[rn])+$/, "")
    .replace(/\\(?:e|x1b|u001b)/gi, "\u001b")
    .replaceAll("\\t", "\t")
    .replace(/\\(["\\/])/g, "$1");
}

/** The first that matches is taken away, then they are tried again: a CI's stamp may stand before a journal's. */
export const logPrefixes: readonly LogPrefix[] = [
  {
    of: "LAVA's output.yaml",
    pattern:
      /^- \{"dt": "[^"]{1,40}", "lvl": "(?:target|feedback)", (?:"ns": "[^"]*", )?"msg": "((?:[^"\\]|\\.)*)"\}$/,
    becomes: ([, text = ""]) => unescaped(text),
  },
  {
    of: "journald, short formats of the kernel's lines",
    pattern: new RegExp(
      String.raw`^(?:<\d{1,3}>)?(?:${bsd}|${iso}|[A-Z][a-z]{2} ${iso}(?: \w{1,5})?|\d{9,11}\.\d{3,6}|\[ *\d+\.\d{6}\]) ${host} kernel: ?`,
    ),
  },
  {
    of: "syslog, RFC 5424",
    pattern: new RegExp(
      String.raw`^<\d{1,3}>\d (?:${iso}|-) (?:${host}|-) kernel \S{1,128} \S{1,32} (?:-|(?:\[[^\]]*\])+) ?(?:\ufeff)?`,
    ),
  },
  { of: "journald, verbose and export", pattern: /^ {0,8}MESSAGE=/ },
  {
    of: "GitLab's runner",
    pattern: new RegExp(String.raw`^${day}T${time}Z \d{2}[OE][ +]`),
  },
  {
    of: "GitHub Actions, docker, dmesg --time-format iso, ts",
    pattern: new RegExp(String.raw`^\ufeff?(?:${iso}|${bsd})(?:: |[ \t])`),
  },
  { of: "Go's log", pattern: new RegExp(String.raw`^\d{4}/\d\d/\d\d ${time} `) },
  {
    of: "dmesg -T, minicom, Jenkins, conserver",
    pattern: new RegExp(String.raw`^\[(?:${iso}|(?:[A-Z][a-z]{2} )?${bsd}(?: \d{4})?|${time})\] ?`),
  },
  { of: "LAVA's plain log, KernelCI", pattern: new RegExp(String.raw`^${time} {1,2}(?=\S)`) },
  {
    of: "dmesg -H",
    pattern: /^\[(?:[A-Z][a-z]{2}[ \d]\d \d\d:\d\d| {1,4}[+<] *\d+\.\d{6}>?)\] ?/,
  },
  {
    of: "dmesg -x",
    pattern:
      /^(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\d) {0,6}:(?:emerg|alert|crit|err|warn|notice|info|debug) {0,6}: ?/,
  },
  {
    of: "netconsole's extended form, /dev/kmsg",
    pattern: /^\d{1,4},\d{1,20},(\d{1,20}),[-cnf+](?:,[^;]{0,200})?;/,
    becomes: ([, microseconds = "0"]) => printkStamp(microseconds),
  },
  {
    of: "logcat -b kernel",
    pattern: /^\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+ +\d+ [VDIWEF] (?:\S+ *)?: /,
  },
];
