/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot sector that holds the TSC against ACPI's PM timer, for a second: each
 * reading of the timer stands between two of the TSC, and of many tries the
 * tightest is taken, so that a busy host does not blur it. Prints a line of hex
 * digits for each of the two readings: TSC before (low and high half), the low
 * half after, timer.
 */
	.code16
	.globl	_start

#define SERIAL		0x3f8
#define DEBUG_EXIT	0xf4	/* isa-debug-exit: QEMU ends with 2 * value + 1 */
#define PM_TIMER	0x608	/* where SeaBIOS puts it on QEMU's PCs */
#define SECOND		3579545
#define TRIES		5000

_start:
	ljmp	$0, $1f
1:	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %ss
	movw	$0x7c00, %sp
	call	take
	movl	timer, %ebp
2:	movw	$PM_TIMER, %dx
	inl	%dx, %eax
	subl	%ebp, %eax
	andl	$0xffffff, %eax		/* it has 24 bits */
	cmpl	$SECOND, %eax
	jb	2b
	call	take
	movb	$0x10, %al
	movw	$DEBUG_EXIT, %dx
	outb	%al, %dx
3:	hlt
	jmp	3b

	/* The tightest of TRIES readings, stored and printed. */
take:	movl	$-1, best
	movw	$TRIES, %cx
4:	rdtsc
	movl	%eax, %esi
	movl	%edx, %edi
	movw	$PM_TIMER, %dx
	inl	%dx, %eax
	movl	%eax, %ebx
	rdtsc
	movl	%eax, %edx
	subl	%esi, %eax
	cmpl	best, %eax
	jae	5f
	movl	%eax, best
	movl	%esi, low
	movl	%edi, high
	movl	%edx, after
	movl	%ebx, timer
5:	loop	4b
	movw	$low, %si
	movw	$4, %cx
6:	lodsl
	call	print
	loop	6b
	movb	$'\n', %al
	movw	$SERIAL, %dx
	outb	%al, %dx
	ret

	/* %eax as eight hex digits and a blank. */
print:	movl	%eax, %ebx
	movw	$SERIAL, %dx
	movw	$8, %di
7:	roll	$4, %ebx
	movb	%bl, %al
	andb	$15, %al
	addb	$'0', %al
	cmpb	$'9', %al
	jbe	8f
	addb	$('a' - '0' - 10), %al
8:	outb	%al, %dx
	decw	%di
	jnz	7b
	movb	$' ', %al
	outb	%al, %dx
	ret

	.org	510
	.word	0xaa55

	.equ	low, 0x8000	/* free memory */
	.equ	high, 0x8004
	.equ	after, 0x8008
	.equ	timer, 0x800c
	.equ	best, 0x8010
