//! What makes one ledger speak of one pipeline: what the pipeline says of the four portraits that
//! set-up fetches (`models/pictures.toml`; public domain, two people). A change to models, decoding, alignment or
//! resampling that could move a score moves these, and then the ledger is written again; a test
//! holds both together.

use crate::fault::Fault;
use crate::picture::{NEAR, Subject, lossless, shown};
use face::{Capture, Matcher, Probe};
use std::sync::OnceLock;

/// In `models/pictures.toml`.
const PORTRAITS: [&str; 4] = ["obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg"];

/// Scores of each portrait on a card (without the codec, whose version is the machine's) against
/// each live, in ten-thousandths; and what was measured on each live one.
pub(crate) fn take(matcher: &Matcher) -> Result<Vec<(String, i16)>, Fault> {
    let folder = rig::places::faces().map_err(|fault| Fault::Setup(fault.to_string()))?;
    let mut values = Vec::new();
    let mut cards = Vec::new();
    let mut lives: Vec<Option<Probe>> = Vec::new();
    for (at, name) in PORTRAITS.iter().enumerate() {
        let Some(subject) = Subject::read(&folder.join(name), matcher, &OnceLock::new())? else { continue };
        cards.extend(matcher.reference_of(lossless(subject.token())?).ok());
        lives.push(match matcher.capture(&shown(subject.scene(NEAR).frame)?)? {
            Capture::Unusable(_) => None,
            Capture::Usable(probe) => {
                let measures = probe.measures();
                let whole = |value: u16| i16::try_from(value).unwrap_or(i16::MAX);
                values.push((format!("live {at}, eyes apart"), whole(measures.inter_eye)));
                values.push((format!("live {at}, luma"), whole(measures.luma)));
                values.push((format!("live {at}, yaw"), measures.yaw));
                values.push((format!("live {at}, sharpness"), whole(measures.sharpness)));
                Some(probe)
            }
        });
    }
    for (i, card) in cards.iter().enumerate() {
        for (j, live) in lives.iter().enumerate() {
            let score = live.as_ref().map_or(i16::MIN, |live| card.compare(live).ten_thousandths());
            values.push((format!("card {i}, live {j}"), score));
        }
    }
    Ok(values)
}
