# Included by the Makefile: building and running the tests. tests/README.md tells how they stand together.

TEST_LIBRARIES := -lcmocka -lm

# tests/unit/FOLDER/test_*.c links src/FOLDER and what is below it, nothing above.
UNIT_TESTS  := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*/test_*.c))
STORE_TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/store/test_*.c))
STORY_TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/story/test_*.c))
FAULT_TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fault/test_*.c))

unit_folder = $(word 2,$(subst /, ,$(patsubst $(BUILD)/tests/%,%,$(1))))

define unit_rule
$(1): $(1).o $(call archives,$(below_$(call unit_folder,$(1))))
	@echo "  LINK  $$@"
	@$$(CC) $$(ALL_LDFLAGS) -o $$@ $$< -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
	  $(foreach f,$(below_$(call unit_folder,$(1))),$(LIBRARIES_$(f))) $$(TEST_LIBRARIES)
endef
$(foreach t,$(UNIT_TESTS),$(eval $(call unit_rule,$(t))))

STORE_HELPERS := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out tests/store/test_%,$(wildcard tests/store/*.c)))
STORY_HELPERS := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out tests/story/test_%,$(wildcard tests/story/*.c)))
FAULT_HELPERS := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out tests/fault/test_%,$(wildcard tests/fault/*.c)))

$(STORE_TESTS): $(BUILD)/tests/store/%: $(BUILD)/tests/store/%.o $(STORE_HELPERS) $(call archives,$(below_form))
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group -lpq -lfyaml -lsodium -lncursesw -ltinfo -lpthread $(TEST_LIBRARIES)

# The rule of the simulation and the order in SQL are held together.
$(BUILD)/tests/store/test_dispatch: $(BUILD)/tests/bench/dispatch_rule.o

$(STORY_TESTS): $(BUILD)/tests/story/%: $(BUILD)/tests/story/%.o $(STORY_HELPERS) $(call archives,base)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lvterm -lutil $(TEST_LIBRARIES)

$(FAULT_TESTS): $(BUILD)/tests/fault/%: $(BUILD)/tests/fault/%.o $(FAULT_HELPERS) $(STORY_HELPERS) $(call archives,base)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lvterm -lutil $(TEST_LIBRARIES)

# For `make bench`: tests/bench/run.sh calls them.
BENCH_PROGRAMS := $(patsubst %,$(BUILD)/tests/bench/%,field start keys idle rate)
$(BENCH_PROGRAMS): $(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/tests/bench/figure.o $(STORY_HELPERS) $(call archives,base)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lvterm -lutil -lpq $(TEST_LIBRARIES)

# The order of the queues, simulated: tests/bench/README.md.
$(BUILD)/tests/bench/dispatch: $(patsubst %,$(BUILD)/tests/bench/%.o,dispatch dispatch_hall dispatch_rule)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ -lm

# Loaded into the workstation by LD_PRELOAD.
FAULT_SHIM := $(BUILD)/tests/fault/year_off.so
$(FAULT_SHIM): tests/fault/shim/year_off.c
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) -O2 -fPIC -shared -o $@ $< -ldl

$(BUILD)/tests/%.o: tests/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -fno-optimize-sibling-calls -Itests -c -o $@ $<

-include $(patsubst tests/%.c,$(BUILD)/tests/%.d,$(wildcard tests/*/*.c tests/*/*/*.c))

check-floors:
	@src/tools/check-floors.sh

check-text:
	@src/tools/check-text.sh

check-map:
	@src/tools/check-map.sh

check-man:
	@src/tools/check-man.sh

check:
	@src/tools/dependencies.sh check
	@$(MAKE) --no-print-directory -j$$(nproc) check-ready SAN=$(SAN) WERROR=$(WERROR)

# ONLY=PART for one of its parts, CASES=10000000 REGIONS=40 ITEMS=40 for ten million cases; tests/bench/run.sh tells what else can be said.
bench:
	@src/tools/dependencies.sh bench
	@$(MAKE) --no-print-directory -s -j$$(nproc) all $(BENCH_PROGRAMS) $(STORY_TESTS) $(BUILD)/tests/fault/test_round_trips
	@BUILD=$(BUILD) tests/bench/run.sh

# The stories in each language and keymap; the hours of faults: 1,000 kills of the workstation, 100 of the server, 100 of each fault of the link;
# 10,000 sequences of commands against the model.
check-long:
	@src/tools/dependencies.sh check
	@$(MAKE) --no-print-directory -j$$(nproc) tests SAN=$(SAN) WERROR=$(WERROR)
	@BUILD=$(BUILD) ONLY=story/ VARIANTS="en block" tests/run.sh
	@BUILD=$(BUILD) ONLY=store/test_model MODEL_ROUNDS=$${MODEL_ROUNDS:-10000} tests/run.sh
	@BUILD=$(BUILD) ONLY=fault/ FAULT_ROUNDS=$${FAULT_ROUNDS:-all} tests/run.sh

.PHONY: check-long check-ready tests bench
tests: $(PROGRAMS) $(UNIT_TESTS) $(STORE_TESTS) $(STORY_TESTS) $(FAULT_TESTS) $(FAULT_SHIM) $(BENCH_PROGRAMS)
check-ready: tests
	@BUILD=$(BUILD) tests/run.sh
