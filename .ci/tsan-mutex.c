// Tells the thread sanitizer of Swift's Mutex where it waits: preloaded by `.ci/run sanitizers`.
//
// The quick ways to lock and unlock are compiled into whoever uses a Mutex, so that the sanitizer sees
// their atomic operations. The slow ways, which are taken only when two threads meet, lie in a library
// that it does not look into: each such meeting would be reported as a race of what the lock guards.
// Here both say what they do. The lock's first bytes are the word that the quick ways change.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

typedef SWIFT void (*lock_slow)(uint32_t thread, SELF);
typedef SWIFT void (*unlock_slow)(SELF);
typedef void (*tell)(void *address);

static void tell_sanitizer(const char *what, void *address) {
  tell function = (tell)dlsym(RTLD_DEFAULT, what);
  if (function) function(address);
}

SWIFT void cradle_lock_slow(uint32_t thread, SELF) __asm__(LOCK_SLOW);
SWIFT void cradle_lock_slow(uint32_t thread, SELF) {
  ((lock_slow)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, self);
  tell_sanitizer("__tsan_acquire", self);
}

SWIFT void cradle_unlock_slow(SELF) __asm__(UNLOCK_SLOW);
SWIFT void cradle_unlock_slow(SELF) {
  tell_sanitizer("__tsan_release", self);
  ((unlock_slow)dlsym(RTLD_NEXT, UNLOCK_SLOW))(self);
}
