//! Everything that the service takes apart.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = wire::Statement::parse(bytes);
    let _ = wire::Signed::<wire::AuthorisationRequest>::parse(bytes);
    let _ = wire::Signed::<wire::RegistrationRequest>::parse(bytes);
    let _ = wire::Signed::<wire::OutcomeRecord>::parse(bytes);
    if let Ok(challenge) = wire::from_json::<wire::Challenge>(bytes) {
        let written = wire::to_json(&challenge).unwrap();
        assert_eq!(wire::from_json::<wire::Challenge>(&written).unwrap(), challenge);
    }
});
