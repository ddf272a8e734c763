# What a build may not do, tried in the sandbox: a line for each thing that succeeded all the same. The last line says
# that it came to its end. What stands before it is %number: the numbers of this machine's system calls.

use strict;
use warnings;

sub broken { print "broken: $_[0]\n" }

sub call_succeeds {
	my ($name, $call, @arguments) = @_;
	our %number;
	my $number = $number{$call} // return;
	broken($name) if syscall($number, @arguments) != -1;
}

# Who it is.
broken("it runs as root") if $< == 0 || $> == 0 || $( =~ /\b0\b/;
open(my $status, "<", "/proc/self/status") or broken("/proc/self/status cannot be read");
while (<$status>) {
	broken("it has capabilities: $1") if /^(Cap\w+:\s*[0-9a-f]*[1-9a-f][0-9a-f]*)$/;
	broken("new privileges can be gained") if /^NoNewPrivs:\s*0/;
	broken("no system call is refused") if /^Seccomp:\s*[01]/;
}

# Files of the host.
for my $path ("/x", "/usr/x", "/etc/x", "/dev/x", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger") {
	broken("$path can be written") if open(my $file, ">>", $path);
}
for my $path ("/etc/shadow", "/etc/passwd", "/root", "/home", "/var", "/run", "/opt", "/srv", "/sys", "/boot", "/mnt") {
	broken("$path is there") if -e $path;
}
for my $path (glob("/proc/self/fd/*")) {
	my $to = readlink($path) or next;
	broken("it was given $to") if $to =~ m{^/} && $to !~ m{^/(?:dev/null|proc/)};
}

# Files that are more than files.
my $made = "/tmp/probe/made";
my $here = -100; # AT_FDCWD
open(my $file, ">", $made) or broken("its own folder cannot be written");
call_succeeds("a set-user-ID file by chmod", "chmod", $made, 04755);
call_succeeds("a set-user-ID file by fchmodat", "fchmodat", $here, $made, 04755);
call_succeeds("a set-user-ID file by open", "open", "/tmp/probe/open", 0101, 04755);
call_succeeds("a set-user-ID file by mknod", "mknod", "/tmp/probe/mknod", 0104755, 0);
call_succeeds("a set-user-ID file by openat", "openat", $here, "/tmp/probe/openat", 0101, 04755);
call_succeeds("a set-user-ID file by mknodat", "mknodat", $here, "/tmp/probe/mknodat", 0104755, 0);
call_succeeds("a device", "mknodat", $here, "/tmp/probe/device", 020666, 0x103);
call_succeeds("another owner", "fchownat", $here, $made, 0, 0, 0);

# Other processes, other machines.
my @processes = grep { !m{/(?:1|$$)$} } glob("/proc/[0-9]*");
broken("it sees processes of the host") if @processes;
call_succeeds("a socket to the virtual machine's host", "socket", 40, 1, 0);
call_succeeds("a netlink socket", "socket", 16, 3, 0);
open(my $routes, "<", "/proc/net/route") or broken("/proc/net/route cannot be read");
broken("it has a route to a network") if scalar(() = <$routes>) > 1;

# The kernel's doors of other escapes.
call_succeeds("keyctl", "keyctl", 0, -3, 0);
call_succeeds("bpf", "bpf", 0, 0, 0);
call_succeeds("userfaultfd", "userfaultfd", 0);
call_succeeds("perf_event_open", "perf_event_open", 0, 0, -1, -1, 0);
call_succeeds("io_uring", "io_uring_setup", 1, 0);

# Mounts and namespaces: last, since one that succeeded would change what the rest sees.
my ($none, $tmpfs, $root) = ("none", "tmpfs", "/");
call_succeeds("mount", "mount", $none, "/tmp", $tmpfs, 0, 0);
call_succeeds("a root that can be written again", "mount", $none, $root, $none, 32 | 4096, 0);
call_succeeds("umount", "umount2", "/usr", 2);
call_succeeds("a user namespace", "unshare", 0x10000000);
call_succeeds("a mount namespace", "unshare", 0x00020000);
# Where its flags stand first, and where they stand second.
call_succeeds("a user namespace by clone", "clone", 0x10000000, 0x10000000, 0, 0, 0);
call_succeeds("chroot", "chroot", "/tmp");

print "end\n";
