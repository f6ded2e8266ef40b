/* Counts the calls that a process makes on files below one folder, and lets one of them fail.
 *
 * Loaded before the C library. The state lies in memory that forked processes share: the parent
 * sets it before a fork and reads it after the end, even where the child was killed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, KILL, CUT, FAIL, STAY, MEDDLE };   /* what happens at the call */
enum { WRITES = 1, READS = 2 };          /* which calls count */
enum { MADE = 1, OTHER = 0 };            /* needs room on the disk, or not */
#define MOST 8192

struct state {
  int armed, kind, error, calls, no_exchange;
  int at, seen, hit;
  char root[PATH_MAX];
  char other[PATH_MAX], text[256];   /* what MEDDLE appends, and to which file */
  char what[PATH_MAX + 64];
  char names[MOST][16];
};
static struct state *state;

__attribute__((constructor)) static void begin(void) {
  state = mmap(0, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}
struct state *faults_state(void) { return state; }

static int is_inside(int folder, const char *path) {
  char whole[PATH_MAX * 2], link[64];
  size_t length = strlen(state->root);
  if (path && path[0] == '/') return !strncmp(path, state->root, length);
  if (folder == AT_FDCWD) {
    if (!getcwd(whole, PATH_MAX)) return 0;
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t n = readlink(link, whole, PATH_MAX - 1);
    if (n < 0) return 0;
    whole[n] = 0;
  }
  return !strncmp(whole, state->root, length);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* 0: go on; 1: fail with errno; 2: write a half and die. */
static int meets(const char *name, int calls, int needs_room, int folder, const char *path) {
  if (!state || !state->armed || !(state->calls & calls)) return 0;
  int before = errno;
  if (!is_inside(folder, path)) { errno = before; return 0; }
  int n = __atomic_add_fetch(&state->seen, 1, __ATOMIC_SEQ_CST);
  if (n < MOST) snprintf(state->names[n], 16, "%c%.14s", calls == READS ? 'r' : 'w', name);
  errno = before;
  if (state->kind == COUNT) return 0;
  int stays = state->kind == STAY, is_spared = state->error == ENOSPC && !needs_room;
  if (stays ? n < state->at || is_spared : n != state->at) return 0;
  if (!__atomic_fetch_add(&state->hit, 1, __ATOMIC_SEQ_CST))
    snprintf(state->what, sizeof state->what, "%s %s", name, path ? path : "");
  if (state->kind == KILL) kill(getpid(), SIGKILL);
  if (state->kind == CUT) return 2;
  if (state->kind == MEDDLE) {
    int fd = REAL(open)(state->other, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0 || REAL(write)(fd, state->text, strlen(state->text)) < 0) abort();
    close(fd);
    errno = before;
    return 0;
  }
  errno = state->error;
  return 1;
}

#define DIE() return kill(getpid(), SIGKILL), -1
#define GUARD(name, calls, room, folder, path)             \
  switch (meets(#name, calls, room, folder, path)) {       \
    case 1: return -1;                                     \
    case 2: DIE();                                         \
  }

#define OPENS(name, FIRST, PASS, FOLDER)                                             \
  int name(FIRST const char *path, int flags, ...) {                                 \
    va_list rest;                                                                    \
    va_start(rest, flags);                                                           \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;        \
    va_end(rest);                                                                    \
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));   \
    GUARD(name, writes ? WRITES : READS, (flags & O_CREAT) ? MADE : OTHER, FOLDER, path); \
    return REAL(name)(PASS path, flags, mode);                                       \
  }
#define AT int folder,
#define ITS folder,
#define NONE
OPENS(open, NONE, NONE, AT_FDCWD)
OPENS(open64, NONE, NONE, AT_FDCWD)
OPENS(openat, AT, ITS, folder)
OPENS(openat64, AT, ITS, folder)

int creat(const char *path, mode_t mode) {
  GUARD(creat, WRITES, MADE, AT_FDCWD, path);
  return REAL(creat)(path, mode);
}
#define OPENS_STREAM(name)                                                         \
  FILE *name(const char *path, const char *mode) {                                 \
    int writes = strpbrk(mode, "wa+") != 0;                                        \
    int met = meets(#name, writes ? WRITES : READS, writes, AT_FDCWD, path);       \
    if (met == 2) kill(getpid(), SIGKILL);                                         \
    return met ? 0 : REAL(name)(path, mode);                                       \
  }
OPENS_STREAM(fopen)
OPENS_STREAM(fopen64)

ssize_t write(int fd, const void *bytes, size_t count) {
  switch (meets("write", WRITES, MADE, fd, 0)) {
    case 1: return -1;
    case 2: REAL(write)(fd, bytes, count / 2); DIE();
  }
  return REAL(write)(fd, bytes, count);
}
#define WRITES_AT(name, offset)                                              \
  ssize_t name(int fd, const void *bytes, size_t count, offset at) {         \
    switch (meets(#name, WRITES, MADE, fd, 0)) {                             \
      case 1: return -1;                                                     \
      case 2: REAL(name)(fd, bytes, count / 2, at); DIE();                   \
    }                                                                        \
    return REAL(name)(fd, bytes, count, at);                                 \
  }
WRITES_AT(pwrite, off_t)
WRITES_AT(pwrite64, off64_t)
ssize_t writev(int fd, const struct iovec *parts, int count) {
  GUARD(writev, WRITES, MADE, fd, 0);
  return REAL(writev)(fd, parts, count);
}
ssize_t read(int fd, void *bytes, size_t count) {
  GUARD(read, READS, OTHER, fd, 0);
  return REAL(read)(fd, bytes, count);
}
ssize_t pread(int fd, void *bytes, size_t count, off_t at) {
  GUARD(pread, READS, OTHER, fd, 0);
  return REAL(pread)(fd, bytes, count, at);
}
ssize_t pread64(int fd, void *bytes, size_t count, off64_t at) {
  GUARD(pread64, READS, OTHER, fd, 0);
  return REAL(pread64)(fd, bytes, count, at);
}

#define BY_NUMBER(name, room)                  \
  int name(int fd) {                           \
    GUARD(name, WRITES, room, fd, 0);          \
    return REAL(name)(fd);                     \
  }
BY_NUMBER(fsync, MADE)
BY_NUMBER(fdatasync, MADE)
#define BY_NUMBER_TOO(name, type, room)        \
  int name(int fd, type value) {               \
    GUARD(name, WRITES, room, fd, 0);          \
    return REAL(name)(fd, value);              \
  }
BY_NUMBER_TOO(ftruncate, off_t, OTHER)
BY_NUMBER_TOO(ftruncate64, off64_t, OTHER)
BY_NUMBER_TOO(flock, int, OTHER)
BY_NUMBER_TOO(fchmod, mode_t, OTHER)
int fallocate(int fd, int mode, off_t at, off_t length) {
  GUARD(fallocate, WRITES, MADE, fd, 0);
  return REAL(fallocate)(fd, mode, at, length);
}
int posix_fallocate(int fd, off_t at, off_t length) {
  if (meets("fallocate", WRITES, MADE, fd, 0)) return errno;
  return REAL(posix_fallocate)(fd, at, length);
}
ssize_t sendfile(int to, int from, off_t *at, size_t count) {
  GUARD(sendfile, WRITES, MADE, to, 0);
  return REAL(sendfile)(to, from, at, count);
}
ssize_t copy_file_range(int from, off_t *a, int to, off_t *b, size_t count, unsigned flags) {
  GUARD(copy_file_range, WRITES, MADE, to, 0);
  return REAL(copy_file_range)(from, a, to, b, count, flags);
}
#define LOCKS(name)                                                              \
  int name(int fd, int command, ...) {                                           \
    va_list rest;                                                                \
    va_start(rest, command);                                                     \
    void *given = va_arg(rest, void *);                                          \
    va_end(rest);                                                                \
    if (command == F_SETLK || command == F_SETLKW) GUARD(name, WRITES, OTHER, fd, 0); \
    return REAL(name)(fd, command, given);                                       \
  }
LOCKS(fcntl)
LOCKS(fcntl64)

#define BY_NAME(name)                                \
  int name(const char *path) {                       \
    GUARD(name, WRITES, OTHER, AT_FDCWD, path);      \
    return REAL(name)(path);                         \
  }
BY_NAME(unlink)
BY_NAME(rmdir)
int mkdir(const char *path, mode_t mode) {
  GUARD(mkdir, WRITES, MADE, AT_FDCWD, path);
  return REAL(mkdir)(path, mode);
}
int mkdirat(int folder, const char *path, mode_t mode) {
  GUARD(mkdirat, WRITES, MADE, folder, path);
  return REAL(mkdirat)(folder, path, mode);
}
int chmod(const char *path, mode_t mode) {
  GUARD(chmod, WRITES, OTHER, AT_FDCWD, path);
  return REAL(chmod)(path, mode);
}
int fchmodat(int folder, const char *path, mode_t mode, int flags) {
  GUARD(fchmodat, WRITES, OTHER, folder, path);
  return REAL(fchmodat)(folder, path, mode, flags);
}
int unlinkat(int folder, const char *path, int flags) {
  GUARD(unlinkat, WRITES, OTHER, folder, path);
  return REAL(unlinkat)(folder, path, flags);
}
int truncate(const char *path, off_t length) {
  GUARD(truncate, WRITES, OTHER, AT_FDCWD, path);
  return REAL(truncate)(path, length);
}
int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
  GUARD(utimensat, WRITES, OTHER, folder, path);
  return REAL(utimensat)(folder, path, times, flags);
}
#define FROM_TO(name)                                \
  int name(const char *from, const char *to) {       \
    GUARD(name, WRITES, OTHER, AT_FDCWD, to);        \
    return REAL(name)(from, to);                     \
  }
FROM_TO(rename)
int link(const char *from, const char *to) {
  GUARD(link, WRITES, MADE, AT_FDCWD, to);
  return REAL(link)(from, to);
}
int symlink(const char *from, const char *to) {
  GUARD(symlink, WRITES, MADE, AT_FDCWD, to);
  return REAL(symlink)(from, to);
}
int linkat(int here, const char *from, int there, const char *to, int flags) {
  GUARD(linkat, WRITES, MADE, there, to);
  return REAL(linkat)(here, from, there, to, flags);
}
int renameat(int here, const char *from, int there, const char *to) {
  GUARD(renameat, WRITES, OTHER, there, to);
  return REAL(renameat)(here, from, there, to);
}
int renameat2(int here, const char *from, int there, const char *to, unsigned flags) {
  GUARD(renameat2, WRITES, OTHER, there, to);
  if (state && state->armed && state->no_exchange) { errno = EINVAL; return -1; }
  return REAL(renameat2)(here, from, there, to, flags);
}
