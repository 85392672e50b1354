//! Tells cargo that the embedded lessons are sources too: a lesson that is added or changed is embedded anew.

fn main() {
    println!("cargo::rerun-if-changed=lessons");
}
