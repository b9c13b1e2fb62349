/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The filter refuses (EPERM) what reaches other processes or the system as a whole, and lets everything else pass: it
 * keeps a plugin from what no plugin needs, and does not try to make a hostile one harmless.
 *
 * Processes: with none allowed, the only clone() that passes is a thread's. clone3() keeps its flags in memory, where a
 * filter cannot look, and does "not exist", so that the C library goes back to clone(). With some allowed, setsid() and
 * setpgid() are refused instead: whatever is started stays in the runner's process group and dies with it.
 */
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- limits ---- */

static int32_t set_limit(int resource, int64_t value) {
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)resource, &limit) != 0) {
        return 0;
    }
    if ((rlim_t)value < limit.rlim_max) {
        limit.rlim_max = (rlim_t)value;
    }
    limit.rlim_cur = limit.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &limit) == 0;
}

/* SIGXCPU comes at the limit, and can be told with its stack; the kill comes a second later. */
static int32_t set_limit_of_time(int64_t seconds) {
    const struct rlimit limit = {(rlim_t)seconds, (rlim_t)seconds + 1};
    return seconds <= 0 || setrlimit(RLIMIT_CPU, &limit) == 0 || set_limit(RLIMIT_CPU, seconds);
}

static int32_t set_limit_if(int resource, int64_t value) {
    return value <= 0 || set_limit(resource, value);
}

static int32_t limit(const hawser_limits_t *limits) {
    int32_t set = set_limit(RLIMIT_CORE, 0); /* a core holds what the plugin was sent */
    set &= set_limit_if(RLIMIT_DATA, limits->memory);
    set &= set_limit_of_time(limits->cpu_s);
    set &= set_limit_if(RLIMIT_NOFILE, limits->files);
    set &= set_limit_if(RLIMIT_NPROC, limits->processes);
    return set ? HAWSER_PROTECTED_LIMITS : 0;
}

/* ---- user ---- */

static int32_t become(int64_t user) {
    const uid_t id = (uid_t)user;
    if (user < 0 || geteuid() != 0) {
        return 0;
    }
    return setgroups(0, NULL) == 0 && setresgid(id, id, id) == 0 && setresuid(id, id, id) == 0 ? HAWSER_PROTECTED_USER
                                                                                             : 0;
}

/* ---- filter ---- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

#define ARGUMENT(n) ((uint32_t)offsetof(struct seccomp_data, args) + (n) * 8U)
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define LOAD_NUMBER LOAD(offsetof(struct seccomp_data, nr))
#define UNLESS(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, (skipped))
#define REFUSE(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

enum { FILTER_MOST = 256 };

typedef struct filter {
    struct sock_filter code[FILTER_MOST];
    uint16_t length;
} filter_t;

static void add(filter_t *filter, const struct sock_filter *code, size_t count) {
    memcpy(filter->code + filter->length, code, count * sizeof *code);
    filter->length = (uint16_t)(filter->length + count);
}

#define ADD(filter, ...) \
    do { \
        const struct sock_filter code_[] = {__VA_ARGS__}; \
        add((filter), code_, sizeof code_ / sizeof code_[0]); \
    } while (0)

static void refuse_all(filter_t *filter, const int *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ADD(filter, UNLESS(numbers[i], 1), REFUSE(EPERM));
    }
}

#define REFUSE_ALL(filter, numbers) refuse_all((filter), (numbers), sizeof(numbers) / sizeof(numbers)[0])

/* Calls that reach into other processes, or past the filter. */
static const int OTHERS[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, SYS_kcmp, SYS_pidfd_open,
    SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_userfaultfd, SYS_perf_event_open, SYS_bpf, SYS_seccomp, SYS_personality,
};

/* Calls about the system. */
static const int SYSTEM[] = {
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_open_tree, SYS_move_mount,
    SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_open_by_handle_at, SYS_name_to_handle_at,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff,
    SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_acct,
    SYS_quotactl, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_syslog, SYS_vhangup, SYS_fanotify_init,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_kexec_file_load, SYS_modify_ldt,
#endif
};

static const int PROGRAMS[] = {SYS_execve, SYS_execveat,
#if defined(__x86_64__)
                               SYS_fork, SYS_vfork,
#endif
};

static const int SESSIONS[] = {SYS_setsid, SYS_setpgid};

/* Only to itself; 0 is itself, or its process group. The numbers are small enough for one word. */
static void refuse_unless_own(filter_t *filter, int number, int32_t pid) {
    ADD(filter, UNLESS(number, 6), LOAD(ARGUMENT(0)), UNLESS(0, 1), ALLOW, UNLESS(pid, 1), ALLOW, REFUSE(EPERM));
}

static void refuse_signals_to_others(filter_t *filter, int32_t pid) {
    refuse_unless_own(filter, SYS_kill, pid);
    refuse_unless_own(filter, SYS_tgkill, pid);
    refuse_unless_own(filter, SYS_rt_sigqueueinfo, pid);
    refuse_unless_own(filter, SYS_rt_tgsigqueueinfo, pid);
    refuse_unless_own(filter, SYS_prlimit64, pid);
    ADD(filter, UNLESS(SYS_tkill, 1), REFUSE(EPERM));
}

/* It is not to escape its host's death, nor to be readable by others of its user. */
static void keep_settings(filter_t *filter) {
    ADD(filter, UNLESS(SYS_prctl, 6), LOAD(ARGUMENT(0)), UNLESS(PR_SET_PDEATHSIG, 1), REFUSE(EPERM),
        UNLESS(PR_SET_DUMPABLE, 1), REFUSE(EPERM), ALLOW);
}

static void refuse_processes(filter_t *filter) {
    REFUSE_ALL(filter, PROGRAMS);
    ADD(filter, UNLESS(SYS_clone3, 1), REFUSE(ENOSYS));
    ADD(filter, UNLESS(SYS_clone, 4), LOAD(ARGUMENT(0)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1), ALLOW, REFUSE(EPERM));
}

static void build(filter_t *filter, const hawser_limits_t *limits) {
    const int32_t pid = (int32_t)getpid();
    filter->length = 0;
    ADD(filter, LOAD(offsetof(struct seccomp_data, arch)), UNLESS(ARCHITECTURE, 1), BPF_STMT(BPF_JMP | BPF_JA, 1), KILL,
        LOAD_NUMBER);
#if defined(__x86_64__)
    ADD(filter, BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1), KILL); /* the x32 numbers of the same calls */
#endif
    REFUSE_ALL(filter, OTHERS);
    REFUSE_ALL(filter, SYSTEM);
    refuse_signals_to_others(filter, pid);
    keep_settings(filter);
    if (limits->processes <= 0) {
        refuse_processes(filter);
    } else {
        REFUSE_ALL(filter, SESSIONS);
    }
    ADD(filter, ALLOW);
}

static int32_t filter_calls(const hawser_limits_t *limits) {
    filter_t filter;
    build(&filter, limits);
    const struct sock_fprog program = {filter.length, filter.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? HAWSER_PROTECTED_FILTER : 0;
}

#else

static int32_t filter_calls(const hawser_limits_t *limits) {
    (void)limits;
    return 0; /* the numbers of this architecture's calls were never tried */
}

#endif

/* ---- all of it ---- */

/* A change of the user clears it, so that it comes afterwards. Where processes are allowed these would outlive the
 * runner: there the end of the control socket has it kill its whole group instead. */
static int32_t die_with(int32_t parent, const hawser_limits_t *limits) {
    const int32_t set = limits->processes <= 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
    if (getppid() != parent) {
        return -1;
    }
    return set ? HAWSER_PROTECTED_DEATH : 0;
}

int32_t hawser_confine(const hawser_limits_t *limits, int32_t parent) {
    int32_t taken = become(limits->user);
    const int32_t death = die_with(parent, limits);
    if (death < 0) {
        return -1;
    }
    taken |= death | limit(limits);
    (void)prctl(PR_SET_DUMPABLE, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        taken |= HAWSER_PROTECTED_NO_PRIVILEGES | filter_calls(limits);
    }
    return taken;
}
