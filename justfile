# Daily recipes. Each is a job of `cargo xtask`, which works without just.

# The recipes.
default:
    @just --list --unsorted

# Play complete sessions: `just demo --seed 7`, `just demo --faces DIR`.
demo *ARGS:
    cargo xtask demo {{ARGS}}

# The simulator's window: a terminal to touch, and the bench beside it.
sim *ARGS:
    cargo xtask demo --window {{ARGS}}

# Make, show and change virtual cards: `just card list`.
card *ARGS:
    cargo xtask sim card {{ARGS}}

# Every check and every test.
test *ARGS:
    cargo xtask test {{ARGS}}

# How often the face comparison errs on labelled pictures: `just accuracy --data DIR`.
accuracy *ARGS:
    cargo xtask accuracy {{ARGS}}

# Every sentence of the voice guide, spoken into files.
voices:
    cargo xtask voices

# Who might pretend to be somebody else, and the tests that try it.
attacks:
    cargo xtask attacks

# Every fault at every place, as tables: `just fault-matrix --json matrix.json sessions`.
fault-matrix *ARGS:
    cargo xtask fault-matrix {{ARGS}}

# Every state of the machine, and of terminals, cards and ledger together: `just walk --all`.
walk *ARGS:
    cargo xtask walk {{ARGS}}

# Every failure: what people read of it, what reception does, what reaches it.
failures:
    cargo xtask failures

# What is left of complete sessions, and what wiping costs.
secrets:
    cargo xtask secrets

# Contact sheets of every screen: `just screens`, `just screens --bless`; the README's picture: `just screens --window`.
screens *ARGS:
    cargo xtask screens {{ARGS}}

# How long things take: `just bench ui`, `just bench face`.
bench *ARGS:
    cargo xtask bench {{ARGS}}

# Formatting, lints and documentation.
check:
    cargo xtask check

# One crate's tests: `just try terminal`.
try CRATE *ARGS:
    cargo test --package {{CRATE}} {{ARGS}}

# Format everything.
fmt:
    cargo fmt --all

# Read the documentation.
doc:
    cargo doc --workspace --no-deps --lib --bins --examples --open

# Licences, banned crates, sources.
deny:
    cargo xtask deny

# Build the no_std crates for a target without an operating system.
freestanding:
    cargo xtask freestanding

# Install what is missing on this machine, fetch models and pictures.
setup:
    cargo xtask models

# Fuzz all or some targets: `just fuzz --seconds 600 tlv`. Needs nightly and cargo-fuzz.
fuzz *ARGS:
    cargo xtask fuzz {{ARGS}}

# Change the code in every way that cargo-mutants knows, and see that a test fails: `just mutants wire`.
mutants *ARGS:
    cargo xtask mutants {{ARGS}}
