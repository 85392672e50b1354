//! The law that nothing said of a moment depends on what comes later, within WebAssembly. (Natively: `tests/future.rs`
//! of the simulator.)
#![cfg(target_arch = "wasm32")]

#[path = "../../simulator/tests/common/programs.rs"]
mod programs;

use warren_simulator::Timeline;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn nothing_that_is_said_depends_on_what_comes_later() {
    for seed in 0..20 {
        programs::futures(seed, &mut |one: &Timeline, other: &Timeline, moments: usize| {
            for index in 0..moments {
                assert_eq!(one.explain(index), other.explain(index), "moment {index} of program {seed}");
            }
        });
    }
}
