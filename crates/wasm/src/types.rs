//! Writes `types.d.ts` from the Rust types by ts-rs, which reads the attributes that serde reads, so the declarations
//! match the objects. They are kept in a file, for readers and for reviews of changes. This test fails if the file
//! differs, and `UPDATE=1` writes it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

use ts_rs::{Config, TS, TypeVisitor};
use warren_simulator::explain::Explanation;
use warren_simulator::{Diagnostic, End, Fork, Moment, Overview};

use crate::simulation::{Action, Mark};

const HEAD: &str = "\
// The plain objects that a Simulation gives, as TypeScript types. Names are those of AMQP and of Warren's Rust types, from which this file is
// written (crates/wasm/src/types.rs). An enum of Rust's is a string (`\"Disk\"`) or an object with one key (`{ Enqueued: { ... } }`).

/** A span of virtual time. */
export type Duration = { secs: number, nanos: number, };
";

/// Declarations by name.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Numbers, texts, lists and the like have no declaration; the types in them are visited separately.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        let declaration = format!("{}export {}", T::docs().unwrap_or_default(), in_lines(&T::decl(&self.config)));
        match self.found.insert(name.clone(), declaration.clone()) {
            None => T::visit_dependencies(self),
            Some(before) => {
                assert_eq!(before, declaration, "two types are named {name}: `ts(rename = ...)` one of them")
            }
        }
    }
}

/// Breaks a declaration into a line for each alternative.
fn in_lines(declaration: &str) -> String {
    declaration.replace(" | { \"", "\n  | { \"").replace(" = { \"", " =\n  | { \"")
}

#[test]
fn the_declarations_are_those_of_the_types() {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config, found: BTreeMap::new() };
    declarations.visit::<Overview>();
    declarations.visit::<Moment>();
    declarations.visit::<Explanation>();
    declarations.visit::<Diagnostic>();
    declarations.visit::<Action>();
    declarations.visit::<Mark<'static>>();
    declarations.visit::<Fork>();
    declarations.visit::<End>();
    for declared in ["Action", "Mark", "BrokerEvent", "Value"] {
        assert!(declarations.found.contains_key(declared), "{declared} is missing");
    }
    let text = declarations.found.values().fold(HEAD.to_owned(), |text, one| format!("{text}\n{one}\n"));
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/types.d.ts");
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &text).expect("the file can be written");
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == text,
        "crates/wasm/src/types.d.ts is not of these types: run this test with UPDATE=1 and look at the difference"
    );
}
