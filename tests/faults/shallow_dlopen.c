/* PHP loads extensions with RTLD_DEEPBIND: they then find the C library's clock before one that was preloaded. Preloaded
 * together with libfaketime, this leaves the flag out, so that the extension sees the same clock as PHP. */

#define _GNU_SOURCE
#include <dlfcn.h>

void *dlopen(const char *path, int flags)
{
    void *(*open)(const char *, int) = dlsym(RTLD_NEXT, "dlopen");

    return open(path, flags & ~RTLD_DEEPBIND);
}
