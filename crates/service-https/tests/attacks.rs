//! Servers in the service's place, with certificates of the authority that terminals trust.
//! `tests/attacks.toml` lists all attacks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use service_https::{Refuser, ServiceFault};
use support::{HEALTH, fake_as, http, saying};
use test_pki::{Authority, Identity};

/// How a terminal takes a server with this certificate, and whether that server read a request.
fn met(identity: impl FnOnce(&Authority) -> Identity) -> (Option<ServiceFault>, bool) {
    let heard = Arc::new(AtomicBool::new(false));
    let (told, answer) = (Arc::clone(&heard), saying(http("200 OK", HEALTH)));
    let server = fake_as(identity, move |stream| {
        told.store(true, Ordering::SeqCst);
        answer(stream);
    });
    let fault = server.client().health().err();
    (fault, heard.load(Ordering::SeqCst))
}

const REFUSED: (Option<ServiceFault>, bool) = (Some(ServiceFault::TlsRefused(Refuser::Terminal)), false);

#[test]
fn a_certificate_of_the_right_authority_for_another_host_is_refused() {
    assert_eq!(met(|authority| authority.service_of(&["127.0.0.1"], 2036).unwrap()), (None, true));
    for other in [&["other.example"][..], &["127.0.0.2"], &["localhost"], &["0.0.0.0", "*"], &[]] {
        assert_eq!(met(|authority| authority.service_of(other, 2036).unwrap()), REFUSED, "{other:?}");
    }
}

#[test]
fn a_terminal_s_certificate_is_no_service_s() {
    assert_eq!(met(|authority| authority.terminal("T-2").unwrap()), REFUSED);
    // Nor one that names the host: it is for clients.
    assert_eq!(met(|authority| authority.terminal("127.0.0.1").unwrap()), REFUSED);
    let client = |authority: &Authority| authority.client_of(&["127.0.0.1"]).unwrap();
    assert_eq!(met(client), REFUSED);
}

#[test]
fn a_service_s_certificate_that_ended_is_refused() {
    assert_eq!(met(|authority| authority.service_of(&["127.0.0.1"], 2025).unwrap()), (None, true));
    assert_eq!(met(|authority| authority.service_of(&["127.0.0.1"], 2024).unwrap()), REFUSED);
}
