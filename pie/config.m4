dnl phpize's entry to the build: checks what it needs, and has cargo do it (Makefile.frag).
dnl It lies in a folder of its own, because configure writes a Makefile where it runs, and phpize a folder called build.

PHP_ARG_ENABLE([nosocket],
  [whether to build NoSocket],
  [AS_HELP_STRING([--disable-nosocket], [Do not build NoSocket])],
  [yes])

PHP_ARG_WITH([nosocket-cargo],
  [for cargo],
  [AS_HELP_STRING([--with-nosocket-cargo=PATH], [cargo to build with [PATH, then rustup's folder]])],
  [yes],
  [no])

PHP_ARG_ENABLE([nosocket-bundled-sqlite],
  [whether to link a private copy of SQLite],
  [AS_HELP_STRING([--enable-nosocket-bundled-sqlite], [Link a private copy of SQLite; docs/sqlite.md says when not to])],
  [no],
  [no])

if test "$PHP_NOSOCKET" != "no"; then
  if test "$PHP_THREAD_SAFETY" = "yes"; then
    AC_MSG_ERROR([NoSocket has not been tried with a thread-safe PHP (ZTS). Use one without ZTS.])
  fi

  if test "$PHP_NOSOCKET_CARGO" = "yes" || test "$PHP_NOSOCKET_CARGO" = "no"; then
    AC_PATH_PROG([NOSOCKET_CARGO], [cargo], [no], [$PATH$PATH_SEPARATOR${CARGO_HOME:-$HOME/.cargo}/bin])
  else
    NOSOCKET_CARGO=$PHP_NOSOCKET_CARGO
  fi
  if ! "$NOSOCKET_CARGO" --version >/dev/null 2>&1; then
    AC_MSG_ERROR([Rust is missing. Install it from https://rustup.rs, or say --with-nosocket-cargo=/path/to/cargo.])
  fi

  AC_CHECK_PROG([NOSOCKET_CLANG], [clang], [clang], [no])
  if test "$NOSOCKET_CLANG" = "no"; then
    AC_MSG_ERROR([clang is missing; it reads PHP's headers for Rust. On Debian: apt-get install clang libclang-dev])
  fi

  NOSOCKET_FEATURES=
  if test "$PHP_NOSOCKET_BUNDLED_SQLITE" = "yes"; then
    NOSOCKET_FEATURES="--features bundled-sqlite"
  else
    PKG_CHECK_MODULES([NOSOCKET_SQLITE], [sqlite3], [],
      [AC_MSG_ERROR([SQLite's headers are missing. On Debian: apt-get install libsqlite3-dev])])
  fi

  dnl ext-php-rs takes a path only.
  NOSOCKET_PHP_CONFIG=`command -v "$PHP_CONFIG"`

  dnl The module comes from cargo and not from objects of libtool, so it is listed here as what `make` has to make.
  PHP_MODULES="$PHP_MODULES \$(phplibdir)/nosocket.so"
  PHP_SUBST([NOSOCKET_CARGO])
  PHP_SUBST([NOSOCKET_FEATURES])
  PHP_SUBST([NOSOCKET_PHP_CONFIG])
  PHP_ADD_BUILD_DIR([$abs_builddir/modules])
  PHP_ADD_MAKEFILE_FRAGMENT([$abs_srcdir/Makefile.frag], [$abs_srcdir], [$abs_builddir])
fi
