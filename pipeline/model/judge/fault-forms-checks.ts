// What Linux' own checkers say: sanitizers, lockdep, watchdogs, the allocators' and lists' checks. See fault-form.ts.

import type { FaultForm } from "./fault-form.ts";

export const checkForms: readonly FaultForm[] = [
  {
    name: "kasan",
    kind: "oops",
    pattern: /BUG: KASAN: |BUG: KASan: |AddressSanitizer: |BUG: KASAN /,
    source: "mm/kasan/report.c",
    taint: "B",
    distinct: /BUG: KASAN: /,
  },
  {
    name: "kmsan",
    kind: "oops",
    pattern: /BUG: KMSAN: /,
    source: "mm/kmsan/report.c",
    taint: "B",
    distinct: /BUG: KMSAN: /,
  },
  {
    name: "kcsan",
    kind: "oops",
    pattern: /BUG: KCSAN: /,
    source: "kernel/kcsan/report.c",
    distinct: /BUG: KCSAN: /,
  },
  {
    name: "kfence",
    kind: "oops",
    pattern: /BUG: KFENCE: /,
    source: "mm/kfence/report.c",
    taint: "B",
    distinct: /BUG: KFENCE: /,
  },
  {
    name: "ubsan",
    kind: "oops",
    pattern: /UBSAN: (?!.*(?:enabled|disabled)$)/,
    source: "lib/ubsan.c",
    distinct: /UBSAN: [\w -]+ in \S+:\d+/,
  },
  {
    name: "kmemleak",
    kind: "oops",
    pattern:
      /(?:kmemleak: )?unreferenced object (?:0x|\(percpu\))|kmemleak: \d+ new suspected memory leaks|BUG: memory leak|(?:kmemleak: )?(?:Cannot insert|Kernel memory leak detector disabled|Freeing unknown object|Trying to color unknown object)/,
    source: "mm/kmemleak.c",
    distinct: /unreferenced object 0x[0-9a-f]+ \(size \d+\)/,
  },
  {
    name: "slub",
    kind: "oops",
    pattern:
      /BUG (?!UNIX)[\w:.()<>/-]+(?: [\w-]+)* ?\((?:Not tainted|Tainted: ?[^)]*|[A-Z ]+)[^)]*\): (?!kasan: )/,
    source: "mm/slub.c",
    taint: "B",
    distinct: /BUG [\w:.-]+ \((?:Not tainted|Tainted: [^)]*)\): /,
  },
  {
    name: "slab-details",
    kind: "oops",
    pattern: /INFO: (?:Freed|Allocated) in |INFO: (?:Slab|Object) 0x/,
    source: "mm/slub.c",
    echo: true,
  },
  {
    name: "slab",
    kind: "oops",
    pattern:
      /[Ss]lab (?:corruption|error in|\S+ start )|slab error in|cache_free_debugcheck|Padding overwritten\.|Object corrupt|double free detected in |slab: Internal list corruption|Wrong slab cache\. \S+ but object is from|cache_from_obj: Wrong slab cache/,
    source: "mm/slab_common.c, mm/slub.c",
    taint: "B",
  },
  {
    name: "list",
    kind: "oops",
    pattern:
      /list_(?:add|del) (?:corruption|double add|attempted on NULL|attempt)|list_add attempted/,
    source: "lib/list_debug.c",
    taint: "D",
    distinct: /list_(?:add|del) corruption/,
  },
  {
    name: "usercopy",
    kind: "oops",
    pattern:
      /usercopy: (?:Kernel|kernel|BUG)|(?:Bad or missing )?usercopy whitelist\?? |kernel memory (?:exposure|overwrite) attempt|Kernel memory (?:exposure|overwrite) attempt|Buffer overflow detected|detected buffer overflow|memcpy: detected|strn?\w+: detected/,
    source: "mm/usercopy.c, lib/string_helpers.c",
  },
  {
    name: "refcount",
    kind: "oops",
    pattern: /refcount_t: /,
    source: "lib/refcount.c",
    taint: "W",
    distinct: /refcount_t: (?:underflow|addition on 0|decrement|saturated)/,
  },
  {
    name: "odebug",
    kind: "oops",
    pattern: /ODEBUG: (?!Out of memory|selftest|\d+ of \d+)/,
    source: "lib/debugobjects.c",
    taint: "W",
  },
  {
    name: "bad-page",
    kind: "oops",
    pattern:
      /BUG: Bad (?:page|rss-counter|pagetable)|Bad page state|swap_free: |Bad swap (?:file|offset) entry|get_swap_device: Bad/,
    source: "mm/page_alloc.c, mm/memory.c",
    taint: "B",
    distinct: /BUG: Bad page (?:state|map)/,
  },
  {
    name: "out-of-memory",
    kind: "oops",
    pattern: /(?:Memory cgroup )?[Oo]ut of memory(?: \([^)]*\))?: Kill(?:ed)? process 1 /,
    source: "mm/oom_kill.c",
  },
  {
    name: "hard-lockup",
    kind: "oops",
    pattern:
      /(?:(?:NMI )?watchdog: )?(?:Watchdog )?(?:CPU:? ?\d+ )?(?:self-)?(?:detected )?(?:[Hh]ard )?LOCKUP|Dazed and confused/,
    source: "kernel/watchdog.c",
    timing: true,
    distinct: /Watchdog detected hard LOCKUP on cpu/,
  },
  {
    name: "soft-lockup",
    kind: "oops",
    pattern: /(?:(?:NMI )?watchdog: )?BUG: soft lockup/,
    source: "kernel/watchdog.c",
    taint: "L",
    timing: true,
    distinct: /BUG: soft lockup - CPU#\d+ stuck for/,
  },
  {
    name: "rcu-stall",
    kind: "oops",
    pattern:
      /(?:rcu: )?(?:INFO|ERROR): \w+ (?:self-)?detected (?:expedited )?stalls?|rcu: \w+ (?:kthread|grace-period kthread) (?:starved|timer)|(?:rcu: )?INFO: rcu_tasks_?\w* detected stalls|rcu_tasks\w*: .*stall/,
    source: "kernel/rcu/tree_stall.h, tree_exp.h, tasks.h",
    timing: true,
    distinct: /INFO: rcu\w* (?:self-)?detected (?:expedited )?stalls? on/,
  },
  {
    name: "hung-task",
    kind: "oops",
    pattern: /INFO: task /,
    source: "kernel/hung_task.c",
    timing: true,
    distinct: /INFO: task \S{1,80}:\d+ blocked(?: in I\/O wait)? for more than \d+ seconds/,
  },
  {
    name: "workqueue",
    kind: "oops",
    pattern: /BUG: workqueue lockup|workqueue: (?:\S+ hogged|\w.* is trying to flush)/,
    source: "kernel/workqueue.c",
    timing: true,
  },
  {
    name: "csd-lock",
    kind: "oops",
    pattern: /(?:smp: )?csd: (?:Detected non-responsive|CSD lock)/,
    source: "kernel/smp.c",
    timing: true,
  },
  {
    name: "lockdep",
    kind: "oops",
    pattern:
      /(?:\[ )?(?:WARNING: |INFO: |BUG: )?(?:possible (?:circular locking|recursive locking|irq lock inversion|deadlock)|inconsistent (?:lock state|\{\S+\} usage)|\S+-safe -> \S+-unsafe lock order|bad unlock balance|bad contention|held lock freed|lock held when returning|\S+ still has locks held|Nested lock was not taken|Invalid wait context|suspicious RCU usage|trying to register non-static key|chain_key collision|nested lock was not taken)|(?:WARNING|BUG): (?:lock held at|nested)|INFO: suspicious RCU|DEBUG_LOCKS_WARN_ON\(|BUG: (?:MAX_\w+ too low|key \S+ has|looking up invalid)|turning off the locking correctness validator|\[ BUG: |DEBUG_RWSEMS_WARN_ON|the code is fine but needs lockdep annotation/,
    source: "kernel/locking/lockdep.c",
    distinct:
      /WARNING: (?:possible (?:circular|recursive) locking|suspicious RCU usage|inconsistent lock state|bad unlock balance|held lock freed)|INFO: trying to register non-static key/,
  },
  {
    name: "irq",
    kind: "oops",
    pattern:
      /irq \d+: nobody cared|Disabling IRQ #\d+|irq event \d+: bogus return value|unexpected IRQ trap at vector|(?:do_IRQ|(?:__)?common_interrupt): \d+\.\d+ No irq handler/,
    source: "kernel/irq/spurious.c, arch/x86/kernel/irq.c",
    distinct: /irq \d+: nobody cared/,
  },
  {
    // Once for each boot and direction: what a guest reads or writes there, its hypervisor does not have.
    name: "msr",
    kind: "oops",
    pattern: /unchecked MSR access error: (?:RDMSR from|WRMSR to) 0x/,
    source: "arch/x86/mm/extable.c",
    distinct: /unchecked MSR access error: (?:RDMSR from|WRMSR to) 0x/,
  },
  {
    name: "context",
    kind: "oops",
    pattern:
      /BUG: (?:sleeping function|scheduling|using |assuming|workqueue leaked|spinlock|rwlock|atomic)|(?:initcall|softirq|huh, entered)\b.{1,200}(?:returned with|preempt_count|imbalance)|DEAD: .* preempt|Voluntary context switch within RCU|BUG: scheduling while atomic/,
    source: "kernel/sched/core.c, lib/smp_processor_id.c",
    taint: "W",
    distinct: /BUG: (?:scheduling while atomic|sleeping function called from invalid context)/,
  },
  {
    name: "netdev-refcount",
    kind: "oops",
    pattern: /unregister_netdevice: waiting for \S+ to become free/,
    source: "net/core/dev.c",
  },
  {
    name: "vfs",
    kind: "oops",
    pattern:
      /VFS: (?:Busy inodes after unmount|Close: file count is (?:zero|0))|BUG: Dentry .* still in use|remove_proc_entry: removing|(?:kobject: )?kobject_add_internal failed|sysfs: cannot create duplicate filename|kobject: .* (?:tried to (?:init|add)|is not initialized)/,
    source: "fs/super.c, fs/open.c, fs/dcache.c",
  },
  {
    name: "w+x",
    kind: "oops",
    pattern: /x86\/mm: (?:Found insecure W\+X mapping|Checked W\+X mappings: FAILED)/,
    source: "arch/x86/mm/dump_pagetables.c",
    taint: "W",
  },
  {
    name: "bug",
    kind: "oops",
    pattern: /BUG: /,
    source: "everywhere",
  },
];
