#pragma once

#include <errno.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

// Swift imports neither the flag macros of epoll (they are enumerators of mixed sign) nor its
// packed event union, so the few calls that the reactor needs are spelled here.

static inline int cradle_poll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cradle_bell_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline void cradle_bell_ring(int bell) {
  uint64_t one = 1;
  ssize_t written = write(bell, &one, sizeof one);
  (void)written;
}

static inline void cradle_bell_silence(int bell) {
  uint64_t count;
  ssize_t got = read(bell, &count, sizeof count);
  (void)got;
}

// A descriptor number may have been closed and opened again by libpq between two calls, which
// silently removes it from the set: so change first, and add when it was not there.
static inline int cradle_poll_watch(int poll, int descriptor, int reads, int writes, uint64_t tag) {
  struct epoll_event event = {
      .events = (reads ? EPOLLIN | EPOLLRDHUP : 0u) | (writes ? EPOLLOUT : 0u), .data.u64 = tag};
  int result = epoll_ctl(poll, EPOLL_CTL_MOD, descriptor, &event);
  if (result < 0 && errno == ENOENT)
    result = epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
  return result;
}

static inline void cradle_poll_forget(int poll, int descriptor) {
  struct epoll_event event = {0};
  epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, &event);
}

// Fills `tags` with what is ready and returns how many; an interrupted wait counts as none.
static inline int cradle_poll_wait(int poll, uint64_t *tags, int limit, int milliseconds) {
  struct epoll_event events[64];
  int count = epoll_wait(poll, events, limit > 64 ? 64 : limit, milliseconds);
  for (int i = 0; i < count; i++)
    tags[i] = events[i].data.u64;
  return count < 0 ? 0 : count;
}
