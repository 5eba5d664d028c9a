//! The feed, heard by a desk over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy::{Attempts, CardKind, Method};
use reception_feed::{Feed, FeedAddress};
use runtime::port::{FeedLost, Reception, ReceptionMessage};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::Duration;
use terminal::{CallReason, Ending, ReceptionNotice};

const HEARTBEAT: ReceptionMessage = ReceptionMessage::Heartbeat;

/// A desk that answers each line, or not.
struct Desk<S> {
    lines: BufReader<S>,
}

impl<S: Read + Write> Desk<S> {
    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn sign(&mut self) {
        self.lines.get_mut().write_all(b"\n").unwrap();
    }
}

fn tcp() -> (Feed, impl Fn() -> Desk<TcpStream>) {
    let feed = Feed::listen(&"127.0.0.1:0".parse().unwrap()).unwrap();
    let address = feed.tcp_address().unwrap();
    let desk = move || {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Desk { lines: BufReader::new(stream) }
    };
    (feed, desk)
}

fn ended(ending: Ending) -> ReceptionMessage {
    let attempts = Attempts::default();
    let (method, kind) = (Some(Method::Pin), CardKind::Ordinary);
    ReceptionMessage::Notice(ReceptionNotice::Ended { ending, method, kind, revision: None, attempts })
}

/// Tells heartbeats until the feed says that it is lost.
fn until_lost(feed: &mut Feed) -> usize {
    let told = (0..1_000).position(|_| {
        std::thread::sleep(Duration::from_millis(2));
        feed.tell(&HEARTBEAT) == Err(FeedLost)
    });
    told.expect("the loss was never noticed")
}

#[test]
fn a_desk_hears_heartbeats_calls_and_endings_in_order() {
    let (mut feed, connect) = tcp();
    assert_eq!(feed.tell(&HEARTBEAT), Err(FeedLost), "nobody is there yet");
    let mut desk = connect();
    let messages = [
        HEARTBEAT,
        ReceptionMessage::Notice(ReceptionNotice::Started),
        ReceptionMessage::Call(CallReason::LastTry),
        ended(Ending::CouldNotConfirm),
    ];
    for message in &messages {
        assert_eq!(feed.tell(message), Ok(()));
    }
    let heard: Vec<Value> = messages.iter().map(|_| desk.line()).collect();
    let kinds: Vec<&str> = heard.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["heartbeat", "started", "call", "ended"]);
    let numbers: Vec<u64> = heard.iter().map(|line| line["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [2, 3, 4, 5]);
    assert_eq!(heard[2]["reason"], "last_try");
    let call = ui::texts::reception::calls::call(CallReason::LastTry);
    assert_eq!((&heard[2]["what"], &heard[2]["next"]), (&call.what.into(), &call.next.into()));
    let words = ui::texts::reception::line(Ending::CouldNotConfirm);
    assert_eq!(heard[3]["code"], 501);
    assert_eq!(heard[3]["verified"], false);
    assert_eq!(heard[3]["what"], words.what);
    assert_eq!(heard[3]["next"], words.next);
    assert_eq!(heard[3]["ladder"], words.ladder);
    assert_eq!(heard[3]["method"], "pin");
    assert!(heard[3].get("late").is_none());
}

#[test]
fn a_unix_socket_does_as_well() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("reception.sock");
    let mut feed = Feed::listen(&FeedAddress::Unix(path.clone())).unwrap();
    let mut desk = Desk { lines: BufReader::new(UnixStream::connect(&path).unwrap()) };
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    assert_eq!(desk.line()["kind"], "heartbeat");
    drop(desk);
    assert_eq!(feed.tell(&HEARTBEAT), Err(FeedLost));
}

#[test]
fn a_desk_that_goes_is_lost_and_one_that_comes_back_is_heard() {
    let (mut feed, connect) = tcp();
    let mut desk = connect();
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    desk.line();
    drop(desk);
    until_lost(&mut feed);
    let mut desk = connect();
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    assert_eq!(desk.line()["kind"], "heartbeat");
}

#[test]
fn a_desk_that_hangs_is_lost_after_three_heartbeats_without_a_sign() {
    let (mut feed, connect) = tcp();
    let mut desk = connect();
    for _ in 0..20 {
        assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
        desk.line();
        desk.sign();
        // The sign is a packet on its way.
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(until_lost(&mut feed), 3);
}

#[test]
fn a_desk_that_reads_too_slowly_is_dropped_and_never_waited_for() {
    let (mut feed, connect) = tcp();
    let desk = connect();
    // A feed that waited for the desk would not come back from this.
    let lost = (0..1_000_000).any(|_| feed.tell(&ended(Ending::Verified)) == Err(FeedLost));
    assert!(lost);
    drop(desk);
}

#[test]
fn endings_that_nobody_heard_are_told_late_and_once() {
    let (mut feed, connect) = tcp();
    for _ in 0..40 {
        assert_eq!(feed.tell(&ended(Ending::Cancelled)), Err(FeedLost));
    }
    assert_eq!(feed.tell(&ReceptionMessage::Call(CallReason::CardLeft)), Err(FeedLost));
    let mut desk = connect();
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    for number in 9..=40 {
        let line = desk.line();
        assert_eq!(
            (&line["kind"], &line["late"], &line["n"]),
            (&"ended".into(), &true.into(), &number.into())
        );
    }
    assert_eq!(desk.line()["kind"], "heartbeat", "an old call is no call");
    let mut second = connect();
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    assert_eq!(second.line()["kind"], "heartbeat");
}

#[test]
fn the_fifth_desk_takes_the_place_of_the_first() {
    let (mut feed, connect) = tcp();
    let mut desks: Vec<_> = (0..5).map(|_| connect()).collect();
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    assert_eq!(feed.tell(&HEARTBEAT), Ok(()));
    assert_eq!(desks[4].line()["n"], 2);
    assert_eq!(desks[0].line()["n"], 1);
    let mut rest = Vec::new();
    assert_eq!(desks[0].lines.read_to_end(&mut rest).unwrap(), 0);
}

/// Nothing that names a person has a place in the feed.
#[test]
fn a_message_has_these_members_and_no_others() {
    let (mut feed, connect) = tcp();
    assert_eq!(feed.tell(&HEARTBEAT), Err(FeedLost));
    let mut desk = connect();
    let members = [
        (HEARTBEAT, vec!["kind", "n", "v"]),
        (ReceptionMessage::Notice(ReceptionNotice::Started), vec!["kind", "n", "v"]),
        (ReceptionMessage::Call(CallReason::Visual), vec!["kind", "n", "next", "reason", "v", "what"]),
        (
            ended(Ending::Verified),
            vec!["code", "kind", "ladder", "method", "n", "next", "v", "verified", "what"],
        ),
    ];
    for (message, expected) in members {
        assert_eq!(feed.tell(&message), Ok(()));
        let line = desk.line();
        let mut found: Vec<&String> = line.as_object().unwrap().keys().collect();
        found.sort();
        assert_eq!(found, expected);
    }
}
