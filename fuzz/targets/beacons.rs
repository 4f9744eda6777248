#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| nosocket_core::fuzzing::beacons(data));
