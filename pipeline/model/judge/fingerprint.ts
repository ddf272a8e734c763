// Names a problem independently of where it occurs: the same crash in two boots, nights or series is one problem.
// As syzkaller does it: the crash's title without what differs each time, and the first frame that is not the reporter's.

import { type Finding, isAbsence } from "./finding.ts";
import { messageText } from "./message-text.ts";

/** A finding of the judge, or one read from run.json. */
export type FingerprintInput = {
  readonly reason: string;
  readonly line?: Finding["line"] | undefined;
  readonly detail?: Finding["detail"] | undefined;
};

/** What kernels and hypervisors say themselves, with a trace. */
const crashes: ReadonlySet<string> = new Set(["panic", "oops", "hypervisor-crash", "host-failed"]);

/**
 * `panic: sysrq triggered crash in sysrq_handle_crash`. The reason alone where no line tells of a crash, and where time
 * ran out: where a machine then stood is chance.
 */
export function fingerprintOf(finding: FingerprintInput): string {
  const title = crashTitle(finding);
  return title === undefined ? finding.reason : `${finding.reason}: ${title}`;
}

/** Undefined where the finding is of no crash. */
export function crashTitle(finding: FingerprintInput): string | undefined {
  const { reason, line, detail = [] } = finding;
  if (!line || !crashes.has(reason) || isAbsence(finding)) return undefined;
  const isXen = ofXen.test(line.text);
  const said = detail.filter((one) => ofXen.test(one) === isXen);
  const title = normalised(line.text);
  const frame = ownFrame([line.text, ...said]);
  const whole = title.endsWith(":") ? `${title} ${normalised(said[1] ?? "")}` : title;
  return frame === undefined || whole.includes(frame) ? whole : `${whole} in ${frame}`;
}

const ofXen = /^\(XEN\) (?:\[[^\]]*\] ?)?/;

/** What differs from boot to boot, and what it becomes. An exit code is the problem's own. */
const changing: readonly (readonly [RegExp, string])[] = [
  [/^Kernel panic - not syncing: /, ""],
  [/\b([\w.]+)\+0x[0-9a-f]+(?:\/0x[0-9a-f]+)?/g, "$1"],
  [/\.(?:isra|constprop|part|cold|llvm)\b(?:\.\d+)*/g, ""],
  [/\bCPU ?[:#]? ?\d+\b(?: PID: \d+)?|\bPID:? \d+/gi, "CPU N"],
  [/, CPU N: \S+$/, ""],
  [/\b([\w.-]+)[/:[](\d+)\]?(?=[\s,:!)]|$)/g, "$1"],
  [/\(____ptrval____\)|(?<!exitcode=)\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}\b/g, "ADDR"],
  [/\[#\d+\]/g, ""],
  [/\b\d+(?:\.\d+)?(?=s?\b)/g, "N"],
  [/\s+/g, " "],
];

function normalised(line: string): string {
  const text = messageText(line.replace(ofXen, "")).trim();
  return changing.reduce((so, [what, by]) => so.replace(what, by), text).trim();
}

/** A frame that the kernel itself does not trust has a question mark, parentheses, or says so. */
const frame = /(?<!\? )\b([\w.]+)\+0x([0-9a-f]+)\/0x([0-9a-f]+)(?!(?: \[[^\]]*\])? \(unreliable\))/;
const guessed = /^\s*\(\[<[0-9a-f]+>\]/;
/** What a call returns to, and nothing else, stands on the line. */
const returned = /^\s*(?:(?:lr|ra) : |LR )?(?:\[<?[0-9a-f]+>?\] )*[\w.]+\+0x0\//;

function ownFrame(lines: readonly string[]): string | undefined {
  const names = lines.flatMap((line) => functionIn(messageText(line)) ?? []);
  return names
    .map((name) => name.replace(/\.(?:isra|constprop|part|cold|llvm)\b.*/, ""))
    .find((name) => !reporters.test(name));
}

/** Not of an address in no function, nor of the function behind a call that never comes back; see stack-frames.ts. */
function functionIn(text: string): string | undefined {
  if (guessed.test(text) || returned.test(text)) return undefined;
  const [, name, offset = "", size = ""] = frame.exec(text) ?? [];
  return Number.parseInt(offset, 16) <= Number.parseInt(size, 16) ? name : undefined;
}

/** Functions that report, and those that anything is called through. */
const reporters = new RegExp(
  `^_*(?:${[
    "dump_stack(?:_lvl)?|dump_backtrace|show_(?:stack|regs|trace)|report_bug|handle_bug|schedule_bug",
    "print_(?:report|address_description|\\w+_bug)|v?panic|nmi_panic|check_panic_on_warn|page_fault_oops",
    "die(?:_body|_addr|_kernel_fault)?|oops_(?:begin|end|enter|exit)|bad_area(?:_\\w+)?|no_context",
    "warn(?:_printk|_slowpath_\\w+)?|WARN_trap|fortify_panic|stack_chk_fail|refcount_warn_saturate",
    "usercopy_abort|check_object_size|list_(?:add|del_entry)_valid\\w*",
    "debug_print_object|might_(?:sleep|resched|fault)|schedule|(?:kasan|kmsan|kcsan|asan|hwasan|ubsan)_\\w+",
    "check_(?:noncircular|prev_add|prevs_add|deadlock)|validate_chain|lock_acquire|lockdep_\\w+",
    "register_lock_class|raw_spin_(?:try)?lock\\w*|mutex_lock(?:_\\w+)?|down_(?:read|write)",
    "mem(?:cpy|set|move|cmp)|str(?:len|nlen|cpy|ncpy|scpy|lcpy|cmp|ncmp|chr)|do_exit|do_group_exit",
    "make_task_dead|get_signal|arch_do_signal_or_restart|exit_to_user_mode\\w*|(?:asm_)?exc_\\w+",
    "do_(?:error_)?trap|do_user_addr_fault|el\\d+h?_\\w+|do_mem_abort|ret_from_\\w+|x64_sys_call",
    "(?:x64|ia32|arm64|s390x?|riscv|se|do)_sys_\\w+|do_syscall\\w*|entry_(?:SYSCALL|INT|SYSENTER)\\w+",
    // arm64
    "panic_bad_stack|handle_bad_stack|bad_stack|arm64_serror_panic|do_serror|panic_unhandled|(?:brk|bug)_handler",
    "die_kernel_fault|do_(?:sea|translation_fault|alignment_fault|undefinstr|el[01]_\\w+)|el0t?_\\w+|invoke_syscall",
    // powerpc
    "(?:program_check|alignment|machine_check|system_reset|emulation_assist)_exception|do_program_check",
    "(?:do_)?bad_page_fault\\w*|(?:data|instruction)_access_\\w+|(?:stack_overflow|unrecoverable)_exception",
    "watchdog_(?:smp_panic|timer_interrupt)|soft_nmi_(?:interrupt|common)|_exception|system_call\\w*",
    // riscv
    "do_trap_\\w+|handle_(?:page_fault|exception|break)|do_page_fault|walk_stackframe",
    // s390
    "(?:do_)?pgm_check\\w*|do_(?:dat|protection)_exception|do_report_trap|monitor_event_exception",
    "kernel_stack_(?:overflow|invalid)|show_registers|(?:illegal|addressing|specification)_(?:op|exception)",
  ].join("|")})$`,
);
