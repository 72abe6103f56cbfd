/*
 * Loaded before the C library (LD_PRELOAD): lets writes and syncs of the log's files fail as the file FAULT_CONTROL says,
 * and writes down in FAULT_LOG what was asked and what failed. Words: sync, write, torn, full.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off64_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fdatasync)(int);
static int (*real_fsync)(int);

__attribute__((constructor)) static void find(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
}

static int is_log(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length < 4) return 0;
  path[length] = 0;
  return strcmp(path + length - 4, ".phl") == 0;
}

static void mode(char *word, size_t size) {
  const char *control = getenv("FAULT_CONTROL");
  int fd = control ? open(control, O_RDONLY) : -1;
  ssize_t length = fd < 0 ? 0 : read(fd, word, size - 1);
  if (fd >= 0) close(fd);
  word[length > 0 ? length : 0] = 0;
}

static void tell(const char *what, const char *path) {
  const char *log = getenv("FAULT_LOG");
  char line[600];
  int length = snprintf(line, sizeof line, "%s %s\n", what, path);
  int fd = log ? open(log, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
  if (fd < 0) return;
  if (real_write(fd, line, length) != length) abort();
  close(fd);
}

static int fails(int fd, int is_sync, int *is_torn) {
  char path[500], word[16];
  *is_torn = 0;
  if (!is_log(fd, path, sizeof path)) return 0;
  mode(word, sizeof word);
  int code = 0;
  if (is_sync && strcmp(word, "sync") == 0) code = EIO;
  if (!is_sync && strcmp(word, "write") == 0) code = EIO;
  if (!is_sync && strcmp(word, "full") == 0) code = ENOSPC;
  if (!is_sync && strcmp(word, "torn") == 0) {
    code = EIO;
    *is_torn = 1;
  }
  if (is_sync) tell(code ? "failed-sync" : "sync", path);
  else if (code) tell("failed-write", path);
  return code;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  int is_torn, code = fails(fd, 0, &is_torn);
  if (!code) return real_pwritev(fd, parts, count, at);
  if (is_torn && parts[0].iov_len > 1 && real_pwrite(fd, parts[0].iov_base, parts[0].iov_len / 2, at) < 0) abort();
  errno = code;
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  int is_torn, code = fails(fd, 0, &is_torn);
  if (!code) return real_pwrite(fd, bytes, size, at);
  if (is_torn && size > 1 && real_pwrite(fd, bytes, size / 2, at) < 0) abort();
  errno = code;
  return -1;
}

int fdatasync(int fd) {
  int is_torn, code = fails(fd, 1, &is_torn);
  if (!code) return real_fdatasync(fd);
  errno = code;
  return -1;
}

int fsync(int fd) {
  int is_torn, code = fails(fd, 1, &is_torn);
  if (!code) return real_fsync(fd);
  errno = code;
  return -1;
}
