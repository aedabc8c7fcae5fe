# Yichuang 一窗. Targets for people: all (default), run, check, check-long, bench, install, uninstall, clean.
# README.md tells what they do; tests/README.md how the tests stand together.

prefix  ?= /usr/local
DESTDIR ?=
CC      ?= gcc
VERSION := 0.1.0
# The newest migration that this program knows.
SCHEMA  := $(words $(wildcard src/store/sql/*.sql))

# SAN=1 builds everything with the address and undefined-behaviour sanitizers, into a folder of its own.
# WERROR=1 (as .ci/run sets it) makes warnings errors.
BUILD   := build$(if $(SAN),/san)
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
           -Wvla -Wformat=2 -Wundef -Wno-missing-field-initializers $(if $(WERROR),-Werror)
HARDEN  := -fPIE -fstack-protector-strong $(if $(SAN),,-D_FORTIFY_SOURCE=2)
comma   := ,
SANITISE:= $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
ALL_CFLAGS  = -std=gnu11 -D_GNU_SOURCE -DYICHUANG_VERSION='"$(VERSION)"' -DYICHUANG_SCHEMA=$(SCHEMA) -Isrc -I$(BUILD)/generated \
              -I/usr/include/postgresql $(WARN) $(HARDEN) $(SANITISE) -MMD -MP $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITISE) $(LDFLAGS)
UNICODE := /usr/share/unicode

# The floors, from the top; tools/check-floors.sh holds who may include whom.
FLOORS   := screens form ui store local spec term loop model text base
LIBRARIES_store := -lpq
LIBRARIES_term  := -lncursesw -ltinfo
LIBRARIES_spec  := -lfyaml
LIBRARIES_loop  := -lpthread
LIBRARIES_local := -lsodium
LIBRARIES := $(foreach f,$(FLOORS),$(LIBRARIES_$(f)))

below_screens := screens form ui store local spec term loop model text base
below_form    := form store local spec term loop model text base
below_ui      := ui store local spec term loop model text base
below_store   := store local spec term loop model text base
below_local   := local text base
below_spec    := spec model text base
below_term    := term text base
below_loop    := loop text base
below_model   := model base
below_text    := text base
below_base    := base

PROGRAMS  := $(BUILD)/yichuang $(BUILD)/yichuang-admin
GENERATED := $(BUILD)/generated/text_table.c $(BUILD)/generated/width_table.h $(BUILD)/generated/pinyin_table.h \
             $(BUILD)/generated/migration_list.h

sources    = $(wildcard src/$(1)/*.c)
objects    = $(patsubst src/%.c,$(BUILD)/object/%.o,$(call sources,$(1)))
archive    = $(BUILD)/library/lib$(1).a
archives   = $(foreach f,$(1),$(if $(call sources,$(f)),$(call archive,$(f))))
TEXT_OBJECT := $(BUILD)/object/text/text_table.o
ALL_OBJECTS := $(foreach f,$(FLOORS) app admin,$(call objects,$(f))) $(TEXT_OBJECT)

.PHONY: all run check check-floors check-map check-text check-man install uninstall clean deps format
.SECONDARY:
.DELETE_ON_ERROR:
all: $(PROGRAMS)

$(BUILD)/yichuang: $(call objects,app) $(call archives,$(FLOORS))
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(call objects,app) -Wl,--start-group $(call archives,$(FLOORS)) -Wl,--end-group $(LIBRARIES)

$(BUILD)/yichuang-admin: $(call objects,admin) $(call archives,store spec loop model text base)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(call objects,admin) -Wl,--start-group $(call archives,store spec loop model text base) -Wl,--end-group \
	  $(LIBRARIES_store) $(LIBRARIES_spec) $(LIBRARIES_loop)

define archive_rule
$(call archive,$(1)): $(call objects,$(1)) $(if $(filter text,$(1)),$(TEXT_OBJECT))
	@mkdir -p $$(@D)
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call archive_rule,$(f))))

$(BUILD)/object/%.o: src/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(TEXT_OBJECT): $(BUILD)/generated/text_table.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Tables made from what the system has: the catalogue, the Unicode data.
PO_FILES := $(wildcard src/text/zh/*.po src/text/en/*.po)
$(BUILD)/generated/text_table.c: src/tools/text-compile.awk $(PO_FILES)
	@mkdir -p $(@D)
	awk -f src/tools/text-compile.awk $(PO_FILES) > $@

$(BUILD)/generated/width_table.h: src/tools/width-table.awk
	@mkdir -p $(@D)
	awk -f $< $(UNICODE)/EastAsianWidth.txt $(UNICODE)/extracted/DerivedGeneralCategory.txt > $@

$(BUILD)/generated/pinyin_table.h: src/tools/pinyin-table.awk
	@mkdir -p $(@D)
	bzcat $(UNICODE)/Unihan_Readings.txt.bz2 | awk -f $< > $@

# Migrations and functions are compiled into yichuang-admin: program and schema cannot drift apart. The folders are named too:
# a file that went makes the list anew.
MIGRATIONS := $(sort $(wildcard src/store/sql/[0-9]*.sql))
FUNCTIONS  := $(sort $(wildcard src/store/sql/functions/*.sql))
$(BUILD)/generated/migration_list.h: $(MIGRATIONS) $(FUNCTIONS) src/store/sql src/store/sql/functions
	@mkdir -p $(@D)
	ls src/store/sql | awk '/^[0-9]+_.*[.]sql$$/ { sub(/[.]sql$$/, ""); printf "MIGRATION(%d, \"%s\")\n", $$0, $$0 }' > $@
	ls src/store/sql/functions | awk '/^[a-z_]+[.]sql$$/ { sub(/[.]sql$$/, ""); printf "FUNCTIONS(%s)\n", $$0 }' >> $@
$(BUILD)/object/admin/migrations.o: $(MIGRATIONS) $(FUNCTIONS)
$(BUILD)/object/screens/greeting.o: $(MIGRATIONS) src/store/sql

-include $(ALL_OBJECTS:.o=.d)

# --- what the machine needs; installs on Debian and Ubuntu, as root or by sudo, else prints the line to run
deps:
	@src/tools/dependencies.sh run

run: deps
	@$(MAKE) --no-print-directory -s -j$$(nproc) all
	@src/tools/run.sh $(BUILD) $(ARGS)

include tests/tests.mk

install: all
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/share/yichuang $(DESTDIR)$(prefix)/share/man
	install -m 755 $(PROGRAMS) $(DESTDIR)$(prefix)/bin
	cp -R forms keymaps $(DESTDIR)$(prefix)/share/yichuang
	for page in $(wildcard man/*.[1-8]); do \
	  section=$${page##*.}; install -d $(DESTDIR)$(prefix)/share/man/man$$section; \
	  install -m 644 $$page $(DESTDIR)$(prefix)/share/man/man$$section; done
	install -d $(DESTDIR)$(prefix)/share/man/zh_CN/man1
	install -m 644 man/zh_CN/man1/yichuang.1 $(DESTDIR)$(prefix)/share/man/zh_CN/man1

uninstall:
	rm -f $(DESTDIR)$(prefix)/bin/yichuang $(DESTDIR)$(prefix)/bin/yichuang-admin
	rm -rf $(DESTDIR)$(prefix)/share/yichuang
	for page in $(wildcard man/*.[1-8]); do rm -f $(DESTDIR)$(prefix)/share/man/man$${page##*.}/$${page##*/}; done
	rm -f $(DESTDIR)$(prefix)/share/man/zh_CN/man1/yichuang.1

format:
	clang-format -i $(wildcard src/*/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch])

clean:
	rm -rf build
