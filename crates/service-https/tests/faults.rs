//! Services that are away, slow, strangers or out of their minds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use policy::Purpose;
use service_https::{Misbehaviour, Refuser, ServiceClient, ServiceFault, Settings, SettingsFault};
use support::{Fake, HEALTH, NOW, answering, client, fake, http, listening};
use test_pki::Authority;
use wire::{ChallengeRequest, SessionId, UnixSeconds};

#[test]
fn a_good_answer_is_taken() {
    let fake = answering(http("200 OK", HEALTH));
    assert_eq!(fake.client().health().unwrap().time, UnixSeconds(NOW));
}

#[test]
fn answers_that_are_no_answers_are_misbehaviour() {
    let misbehaved = |what| ServiceFault::PeerMisbehaved(what);
    for body in
        ["", "{}", "null", "[1]", &HEALTH.replace("\"version\":1", "\"version\":2"), &format!("{HEALTH}x")]
    {
        assert_eq!(answering(http("200 OK", body)).fault(), misbehaved(Misbehaviour::Answer), "{body}");
    }
    let long = "x".repeat(wire::MAX_MESSAGE + 1);
    assert_eq!(answering(http("200 OK", &long)).fault(), misbehaved(Misbehaviour::TooLong));
    assert_eq!(answering("SSH-2.0-OpenSSH_9.2\r\n\r\n").fault(), misbehaved(Misbehaviour::Http));
    assert_eq!(answering([0xff; 300]).fault(), misbehaved(Misbehaviour::Http));
    let request = ChallengeRequest::new(SessionId([1; 16]), Purpose::Verification);
    let verdict = answering(http("200 OK", r#"{"refused":"card_signature"}"#));
    assert_eq!(verdict.client().challenge(&request).unwrap_err(), misbehaved(Misbehaviour::Answer));
    assert!(verdict.client().submit(b"{}").is_ok());
}

#[test]
fn other_statuses_are_refusals_and_nothing_is_followed() {
    let refused = |status| ServiceFault::Refused { status, code: None };
    assert_eq!(answering(http("500 Oops", "<html>")).fault(), refused(500));
    assert_eq!(answering(http("204 No", "")).fault(), refused(204));
    let elsewhere = answering(http("200 OK", HEALTH));
    let moved = format!("HTTP/1.1 302 Found\r\nlocation: {}/\r\ncontent-length: 0\r\n\r\n", elsewhere.base);
    assert_eq!(answering(moved).fault(), refused(302));
    let limited = answering(http("429 Too Many", r#"{"code":"rate_limited"}"#));
    let code = Some(wire::FaultCode::RateLimited);
    assert_eq!(limited.fault(), ServiceFault::Refused { status: 429, code });
}

#[test]
fn silence_times_out_at_each_stage() {
    let quick = |fake: &Fake| {
        client(&Settings { timeout: Duration::from_millis(300), ..fake.settings() }).health().unwrap_err()
    };
    // After the request, in the middle of the answer, and before TLS.
    assert_eq!(quick(&fake(|_| thread::sleep(Duration::from_secs(5)))), ServiceFault::TimedOut);
    let half = fake(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{").unwrap();
        thread::sleep(Duration::from_secs(5));
    });
    assert_eq!(quick(&half), ServiceFault::TimedOut);
    let mut silent = answering("");
    silent.base = listening(|_socket| thread::sleep(Duration::from_secs(5)));
    assert_eq!(quick(&silent), ServiceFault::TimedOut);
}

#[test]
fn broken_and_missing_connections_are_unreachable() {
    let mut away = answering("");
    away.base = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("https://{}", listener.local_addr().unwrap())
    };
    assert_eq!(away.fault(), ServiceFault::Unreachable);
    // Gone between request and answer, without a word.
    assert_eq!(
        fake(|stream| drop(stream.sock.shutdown(std::net::Shutdown::Both))).fault(),
        ServiceFault::Unreachable
    );
    let mut closing = answering("");
    closing.base = listening(drop);
    assert_eq!(closing.fault(), ServiceFault::Unreachable);
}

#[test]
fn a_service_without_tls_misbehaves_and_hears_nothing() {
    let (heard, hearing) = std::sync::mpsc::channel();
    let mut plain = answering("");
    plain.base = listening(move |mut socket| {
        let mut first = [0; 256];
        let count = socket.read(&mut first).unwrap();
        heard.send(first[..count].to_vec()).unwrap();
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    assert_eq!(
        plain.client().submit(b"SECRET").unwrap_err(),
        ServiceFault::PeerMisbehaved(Misbehaviour::Tls)
    );
    let first = hearing.recv().unwrap();
    assert_eq!(first[0], 22, "a TLS handshake");
    assert!(!first.windows(6).any(|window| window == b"SECRET"));
}

#[test]
fn strangers_and_the_wrong_time_are_refused_by_the_terminal() {
    let good = answering(http("200 OK", HEALTH));
    let mut settings = good.settings();
    settings.service_roots_pem = Authority::new("another").unwrap().certificate_pem().into_bytes();
    assert_eq!(client(&settings).health().unwrap_err(), ServiceFault::TlsRefused(Refuser::Terminal));
    let late = ServiceClient::new(&good.settings(), Arc::new(|| UnixSeconds(2_208_988_800))).unwrap();
    assert_eq!(late.health().unwrap_err(), ServiceFault::TlsRefused(Refuser::Terminal));
    // The certificate is for this host and no other name of it.
    let mut settings = good.settings();
    settings.base = settings.base.replace("127.0.0.1", "127.0.0.2");
    let refused = client(&settings).health().unwrap_err();
    assert!(matches!(refused, ServiceFault::TlsRefused(Refuser::Terminal) | ServiceFault::Unreachable));
}

#[test]
fn settings_are_checked_before_anything_is_sent() {
    let good = answering("").settings();
    let refused = |change: &dyn Fn(&mut Settings)| {
        let mut settings = good.clone();
        change(&mut settings);
        ServiceClient::new(&settings, Arc::new(|| UnixSeconds(NOW))).err()
    };
    for base in ["", "http://127.0.0.1:1", "https://", "https://x/y", "127.0.0.1:1", "https://a b"] {
        assert_eq!(refused(&|settings| settings.base = base.into()), Some(SettingsFault::Base), "{base}");
    }
    assert_eq!(refused(&|settings| settings.service_roots_pem.clear()), Some(SettingsFault::Roots));
    assert_eq!(refused(&|settings| settings.certificate_pem.clear()), Some(SettingsFault::Identity));
    assert_eq!(refused(&|settings| settings.key_pem = b"no key".to_vec()), Some(SettingsFault::Identity));
    let other = Authority::new("a").unwrap().terminal("T-2").unwrap().key_pem;
    assert_eq!(
        refused(&|settings| settings.key_pem = other.clone().into_bytes()),
        Some(SettingsFault::Identity)
    );
    assert_eq!(refused(&|settings| settings.base.push('/')), None);
}
