//! What lies on the medium: journal, strike ledger, model manifest, transcripts.

use face_intake::{Manifest, ModelId};
use journal::memory::Medium;
use journal::{CardKey, Day, Fact, Journal, LogLedger, StrikeLedger, Strikes, UnixTime};
use runtime::Transcript;

use crate::Taken;
use crate::world::NOW;

fn medium(bytes: &[u8]) -> Medium {
    let medium = Medium::new();
    medium.set_content(Some(bytes.to_vec()));
    medium
}

/// A file opens or is refused; what opens can be used and opens again; what is refused is not
/// touched.
pub(crate) fn journal_file(bytes: &[u8]) -> Taken {
    let journal = as_journal(bytes);
    let ledger = as_ledger(bytes);
    assert!(journal == Taken::Refused || ledger == Taken::Refused, "one file, two purposes");
    if journal == Taken::Accepted { journal } else { ledger }
}

fn as_journal(bytes: &[u8]) -> Taken {
    let medium = medium(bytes);
    let now = UnixTime(NOW);
    let Ok(mut journal) = Journal::open(medium.handle(), now) else {
        assert_eq!(medium.content().as_deref(), Some(bytes), "a refused journal was changed");
        return Taken::Refused;
    };
    let pending = journal.pending().to_vec();
    let facts = journal.facts(now).unwrap();
    let added = Fact::StaleTicketDropped { ticket: 1 };
    journal.record(&added, now).unwrap();
    drop(journal);
    let mut journal = Journal::open(medium.handle(), now).unwrap();
    assert_eq!(journal.pending(), pending);
    let again = journal.facts(now).unwrap();
    assert_eq!(again.len(), facts.len() + 1);
    assert_eq!(again.last().map(|last| &last.what), Some(&added));
    journal.compact(0, now).unwrap();
    assert_eq!(journal.pending(), pending, "a compaction lost an outcome");
    Taken::Accepted
}

fn as_ledger(bytes: &[u8]) -> Taken {
    let medium = medium(bytes);
    let now = UnixTime(NOW);
    let mut ledger = LogLedger::new(medium.handle());
    let card = CardKey::from_parts(Day::in_japan(now), [7; 16]);
    match ledger.strikes(&card, now) {
        Strikes::Unavailable(_) => {
            assert!(ledger.intend(&card, now).is_err(), "a strike is given by a ledger that can't tell");
            Taken::Refused
        }
        Strikes::Known(strikes) => {
            let intent = ledger.intend(&card, now).unwrap();
            assert_eq!(intent.strikes_before(), strikes);
            let mut other = LogLedger::new(medium.handle());
            assert_eq!(other.strikes(&card, now), Strikes::Known(strikes.saturating_add(1)));
            other.compact(Day::in_japan(now), now).unwrap();
            assert_eq!(other.strikes(&card, now), Strikes::Known(strikes.saturating_add(1)));
            Taken::Accepted
        }
    }
}

/// A manifest lists models or is refused; no list takes bytes whose hash it does not have.
pub(crate) fn model_manifest(bytes: &[u8]) -> Taken {
    let Ok(text) = std::str::from_utf8(bytes) else { return Taken::Refused };
    let Ok(manifest) = Manifest::parse(text) else { return Taken::Refused };
    let listed = ModelId::REQUIRED.into_iter().all(|id| manifest.entry(id).is_ok());
    for id in ModelId::ALL {
        assert!(manifest.check(id, b"not a listed model").is_err());
    }
    if listed { Taken::Accepted } else { Taken::Refused }
}

/// What is read writes back identically and replays.
pub(crate) fn transcript_file(bytes: &[u8]) -> Taken {
    let Ok(text) = std::str::from_utf8(bytes) else { return Taken::Refused };
    let transcript = Transcript::read(text);
    if let Ok(transcript) = &transcript {
        assert_eq!(transcript.write(), text);
        let _ = transcript.replay();
        let _ = transcript.covered(&transcript.hash());
    }
    Taken::of(&transcript)
}
