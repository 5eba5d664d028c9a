//! From the words of a line to an order.

use super::{Aim, BUTTONS, CameraOrder, CameraState, Card, Face, Known, Misread, Order, ReplayOrder, Wanted};
use embedded_graphics::prelude::Size;
use std::path::PathBuf;
use std::time::Duration;
use virtual_card::profile::Profile;

/// How long `expect` waits where the line does not say.
const PATIENCE: Duration = Duration::from_secs(10);
/// Nobody waits longer, and no clock goes further ahead at once: a day.
const DAY: u64 = 86_400;
/// Long and short side of the smallest screen that the layouts are made for.
const SMALLEST: (u32, u32) = (800, 480);
/// And of the largest that a window can be opened for.
const LARGEST: (u32, u32) = (1920, 1200);
const SIZES: &str = "size WIDTHxHEIGHT, from 800x480 or 480x800 to 1920x1200 or 1200x1920";

pub(super) fn named(name: &str, rest: &str) -> Result<Order, Misread> {
    let wrong = Misread::Words;
    match name {
        "" => Err(Misread::Empty),
        "insert" => Ok(Order::Insert(card(rest))),
        "remove" => removal(rest).ok_or(wrong("remove [after N commands]")),
        "touch" => touch(rest).ok_or(wrong("touch X Y, or touch BUTTON")),
        "key" => key(rest).map(Order::Touch).ok_or(wrong("key CHARACTER, or key erase")),
        "type" => known(rest).map(Order::Type).ok_or(wrong("type pin|wrong-pin|number|credential")),
        "face" => face(rest).map(Order::Face).ok_or(wrong("face none|holder|stranger|print|FILE|CLIPDIR")),
        "camera" => camera(rest)
            .map(Order::Camera)
            .ok_or(wrong("camera good|none|frozen|black|pictures|list, or camera webcam [N]")),
        "service" => service(rest).map(Order::Service).ok_or(wrong("service up|down")),
        "clock" => clock(rest).map(Order::Clock).ok_or(wrong("clock +SECONDS, a day at most")),
        "expect" => expect(rest).ok_or(wrong("expect SCREEN [within SECONDS]")),
        "shot" => file(rest).map(Order::Shot).ok_or(wrong("shot FILE")),
        "transcript" => file(rest).map(Order::Transcript).ok_or(wrong("transcript FILE")),
        "apdu" => file(rest).map(Order::Apdu).ok_or(wrong("apdu FILE")),
        "replay" => replay(rest).map(Order::Replay).ok_or(wrong("replay FILE|last|stop")),
        "size" => size(rest).map(Order::Size).ok_or(wrong(SIZES)),
        "state" if rest.is_empty() => Ok(Order::State),
        "state" => Err(wrong("state")),
        "quit" if rest.is_empty() => Ok(Order::Quit),
        "quit" => Err(wrong("quit")),
        _ => Err(Misread::Unknown),
    }
}

fn card(rest: &str) -> Card {
    match rest {
        "" => Card::Again,
        _ if rest.parse::<Profile>().is_ok() => Card::New(rest.to_owned()),
        _ => Card::File(rest.into()),
    }
}

fn removal(rest: &str) -> Option<Order> {
    if rest.is_empty() {
        return Some(Order::Remove);
    }
    let count = rest.strip_prefix("after ")?.strip_suffix(" commands")?;
    count.trim().parse().ok().map(Order::RemoveAfter)
}

fn touch(rest: &str) -> Option<Order> {
    if let Some((x, y)) = rest.split_once(' ') {
        return Some(Order::TouchAt(x.parse().ok()?, y.trim().parse().ok()?));
    }
    BUTTONS
        .iter()
        .find(|(name, _)| *name == rest)
        .map(|(_, choice)| Order::Touch(Aim::Choice(*choice)))
        .or_else(|| (rest == "erase").then_some(Order::Touch(Aim::Erase)))
}

fn key(rest: &str) -> Option<Aim> {
    match rest.as_bytes() {
        [character] if character.is_ascii_graphic() => Some(Aim::Character(*character)),
        b"erase" => Some(Aim::Erase),
        _ => None,
    }
}

fn known(rest: &str) -> Option<Known> {
    match rest {
        "pin" => Some(Known::Pin),
        "wrong-pin" => Some(Known::WrongPin),
        "number" => Some(Known::CheckNumber),
        "credential" => Some(Known::Credential),
        _ => None,
    }
}

fn face(rest: &str) -> Option<Face> {
    match rest {
        "" => None,
        "none" => Some(Face::None),
        "holder" => Some(Face::Holder),
        "stranger" => Some(Face::Stranger),
        "print" => Some(Face::Print),
        path => Some(Face::File(path.into())),
    }
}

fn camera(rest: &str) -> Option<CameraOrder> {
    let order = match rest {
        "good" => CameraOrder::Is(CameraState::Good),
        "none" => CameraOrder::Is(CameraState::None),
        "frozen" => CameraOrder::Is(CameraState::Frozen),
        "black" => CameraOrder::Is(CameraState::Black),
        "list" => CameraOrder::List,
        "pictures" => CameraOrder::Pictures,
        "webcam" => CameraOrder::Webcam(None),
        _ => CameraOrder::Webcam(Some(rest.strip_prefix("webcam ")?.trim().parse().ok()?)),
    };
    Some(order)
}

fn service(rest: &str) -> Option<bool> {
    match rest {
        "up" => Some(true),
        "down" => Some(false),
        _ => None,
    }
}

fn clock(rest: &str) -> Option<u64> {
    rest.strip_prefix('+')?.parse().ok().filter(|seconds| *seconds <= DAY)
}

fn expect(rest: &str) -> Option<Order> {
    let (name, within) = match rest.split_once(" within ") {
        Some((name, seconds)) => (name, seconds.trim().parse().ok().filter(|seconds| *seconds <= DAY)?),
        None => (rest, PATIENCE.as_secs()),
    };
    let name: String = name.to_lowercase().split_whitespace().collect();
    (!name.is_empty()).then(|| Order::Expect(Wanted(name), Duration::from_secs(within)))
}

fn replay(rest: &str) -> Option<ReplayOrder> {
    match rest {
        "last" => Some(ReplayOrder::Last),
        "stop" => Some(ReplayOrder::Stop),
        path => file(path).map(ReplayOrder::File),
    }
}

fn size(rest: &str) -> Option<Size> {
    let (width, height) = rest.split_once('x')?;
    let (width, height): (u32, u32) = (width.parse().ok()?, height.parse().ok()?);
    let (long, short) = (width.max(height), width.min(height));
    let fits = long >= SMALLEST.0 && short >= SMALLEST.1 && long <= LARGEST.0 && short <= LARGEST.1;
    fits.then_some(Size::new(width, height))
}

fn file(rest: &str) -> Option<PathBuf> {
    (!rest.is_empty()).then(|| rest.into())
}
