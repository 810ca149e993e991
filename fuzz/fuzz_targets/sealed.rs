#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::sealed(data));

#[cfg(not(fuzzing))]
fn main() {
    fuzz::mutate::run_as_program(fuzz::sealed);
}
