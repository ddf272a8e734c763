// A tree that builds as XTF does, with one test for each way in which a test can end. Each is a PV guest of some twenty
// instructions, written to Xen's public headers.

type Texts = Readonly<Record<string, string>>;

/** What a test says last, and what it then does. */
const endings = {
  success: { says: "Test result: SUCCESS", ends: "poweroff" },
  skip: { says: "Test result: SKIP", ends: "poweroff" },
  failure: { says: "Fail: it was not so\\nTest result: FAILURE", ends: "poweroff" },
  // A result that something is said behind is none.
  babble: { says: "Test result: SUCCESS\\n** PANIC **", ends: "poweroff" },
  mute: { says: "", ends: "crash" },
  hang: { says: "Test result: SUCCESS", ends: "hang" },
} as const;

type Ending = keyof typeof endings;

const names = Object.keys(endings) as Ending[];

function treeOf(tests: readonly Ending[]): Texts {
  const own = tests.flatMap((test) => Object.entries(filesOf(test)));
  return {
    Makefile: makefileOf(tests),
    "guest.S": guest,
    "guest.lds": layout,
    ...Object.fromEntries(own),
  };
}

function makefileOf(tests: readonly Ending[]): string {
  const kernels = tests.map((test) => `tests/${test}/test-pv64-${test}`);
  return `all: ${kernels.join(" ")}
tests/%: guest.S guest.lds
	$(CROSS_COMPILE)gcc -c -include $(dir $@)ending.h -o $@.o guest.S
	$(CROSS_COMPILE)ld -nostdlib -T guest.lds -o $@ $@.o
install:
	mkdir -p dist/xtf
	cp -r tests dist/xtf
`;
}

function filesOf(test: Ending): Record<string, string> {
  const { says, ends } = endings[test];
  const instance = `test-pv64-${test}`;
  const info = { name: test, category: "functional", environments: ["pv64"], variations: [] };
  return {
    [`tests/${test}/info.json`]: JSON.stringify(info),
    [`tests/${test}/ending.h`]: `#define SAYS "--- a test ---\\n${says}\\n"\n#define ENDS ${ends}\n`,
    [`tests/${test}/${instance}.cfg`]: `name="${instance}"
vcpus=1
type="pv"
memory=16
kernel="/xtf/tests/${test}/${instance}"
`,
  };
}

/** Xen's public/xen.h (start_info), public/io/console.h, public/elfnote.h; a hypercall is SYSCALL, its number in RAX. */
const guest = `	.section .note, "a", @note
	.macro note type:req, value:vararg
	.long 4, 2f - 1f, \\type
	.asciz "Xen"
1:	\\value
2:	.balign 4
	.endm
	note 6, .asciz "small"
	note 5, .asciz "xen-3.0"
	note 8, .asciz "generic"
	note 1, .quad _start
	note 3, .quad 0
	note 4, .quad 0
	note 9, .asciz "yes"

	.text
	.globl _start
_start:
	# The console's frame is a machine's: Xen's table says where the guest has it.
	mov	72(%rsi), %rax
	movabs	$0xffff800000000000, %rdx
	mov	(%rdx, %rax, 8), %rbx
	shl	$12, %rbx
	mov	80(%rsi), %eax
	mov	%eax, port(%rip)
	mov	3084(%rbx), %ecx
	lea	says(%rip), %rsi
1:	lodsb
	test	%al, %al
	jz	2f
	mov	%ecx, %edx
	and	$2047, %edx
	mov	%al, 1024(%rbx, %rdx)
	inc	%ecx
	jmp	1b
2:	mov	%ecx, 3084(%rbx)
	# EVTCHNOP_send
	mov	$4, %edi
	lea	port(%rip), %rsi
	mov	$32, %eax
	syscall
	jmp	ENDS

	# SCHEDOP_shutdown
crash:	movl	$3, port(%rip)
	jmp	3f
poweroff:
	movl	$0, port(%rip)
3:	mov	$2, %edi
	lea	port(%rip), %rsi
	mov	$29, %eax
	syscall
hang:	jmp	hang

	.data
says:	.asciz	SAYS
	.balign 4
port:	.long	0
`;

const layout = `ENTRY(_start)
PHDRS { text PT_LOAD FLAGS(7); note PT_NOTE; }
SECTIONS {
	. = 0x100000;
	.text : { *(.text) *(.data) *(.bss) } :text
	.note : { *(.note) } :text :note
	/DISCARD/ : { *(.note.gnu*) *(.comment) }
}
`;

/** With none but those that end well. */
export const soundXtf: Texts = treeOf(["success", "skip"]);
/** With every way to end. */
export const brokenXtf: Texts = treeOf(names);
