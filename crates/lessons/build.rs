//! Tells cargo that the embedded lessons are sources too, so that an added or changed lesson is embedded again.

fn main() {
    println!("cargo::rerun-if-changed=lessons");
}
