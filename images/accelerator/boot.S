/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot sector that proves an accelerator: it gets here through the BIOS,
 * switches SSE on, saves the FPU state and says so on the first serial port.
 * There are hosts whose /dev/kvm opens, creates machines, and kills a guest
 * at its first FXSAVE; only a guest that ran it has proved anything.
 */
	.code16
	.globl	_start

#define SERIAL		0x3f8
#define DEBUG_EXIT	0xf4	/* isa-debug-exit: QEMU ends with 2 * value + 1 */

_start:
	ljmp	$0, $1f
1:	xorw	%ax, %ax
	movw	%ax, %ds
	movl	%cr0, %eax
	andl	$~(1 << 2), %eax	/* CR0.EM off: there is an FPU */
	orl	$(1 << 1), %eax		/* CR0.MP */
	movl	%eax, %cr0
	movl	%cr4, %eax
	orl	$(3 << 9), %eax		/* CR4.OSFXSR, CR4.OSXMMEXCPT */
	movl	%eax, %cr4
	fninit
	fxsave	area
	pxor	%xmm0, %xmm0
	fxrstor	area
	movw	$message, %si
	movw	$SERIAL, %dx
2:	lodsb
	testb	%al, %al
	jz	3f
	outb	%al, %dx
	jmp	2b
3:	movb	$0x10, %al
	movw	$DEBUG_EXIT, %dx
	outb	%al, %dx
4:	hlt
	jmp	4b

message:
	.asciz	"accelerator works\n"
	.org	510
	.word	0xaa55

	.equ	area, 0x8000	/* free memory, aligned as FXSAVE wants it */
