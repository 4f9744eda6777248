# The module, built by cargo for the PHP whose phpize was run. Made anew only when a source is newer: `sudo make install`
# then needs no cargo, which root often lacks.

NOSOCKET_ROOT = $(top_srcdir)/..
NOSOCKET_TARGET = $${CARGO_TARGET_DIR:-$(NOSOCKET_ROOT)/target}
NOSOCKET_SOURCES = $(shell cd $(NOSOCKET_ROOT) && find "$$PWD/src" "$$PWD/crates" "$$PWD/schema" -type f) \
	$(addprefix $(NOSOCKET_ROOT)/,Cargo.toml Cargo.lock build.rs)

$(phplibdir)/nosocket.so: $(NOSOCKET_SOURCES)
	cd $(NOSOCKET_ROOT) && PHP="$(PHP_EXECUTABLE)" PHP_CONFIG="$(NOSOCKET_PHP_CONFIG)" \
		$(NOSOCKET_CARGO) build --release --locked --target-dir "$(NOSOCKET_TARGET)" $(NOSOCKET_FEATURES)
	@mkdir -p $(phplibdir)
	cp "$(NOSOCKET_TARGET)/release/libnosocket.so" $@.new && mv $@.new $@
