# What a developer runs. `.ci/run` is the same on a bare machine.

# Everything that must pass before a change is merged
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps --document-private-items
    cargo test

# Accepts the present output as what the tests expect; read the difference before you commit it
bless:
    BLESS=1 INSTA_UPDATE=always cargo test

# Runs the program, for example `just run list`
run *ARGS:
    cargo run --release -- {{ARGS}}

# The reader on the bundled sample, in a library that is thrown away
demo:
    LIVEBLOG_DATA_DIR="$(mktemp -d)" cargo run --release

# Kills the program at random moments, a thousand times, and checks that all it acknowledged is kept
kill-test ROUNDS="1000":
    .ci/kill-test {{ROUNDS}}

# The benchmarks
bench:
    cargo bench

# The pictures of the documentation
picture:
    BLESS=1 cargo test --test it the_pictures_are_up_to_date
