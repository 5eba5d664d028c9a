//! The centre's commands in whole sessions: passed on, stopped at the first surprise, and refused
//! before anything is sent where they do what no centre may.

use house::matrix::bench::{Bench, Kit, Seen, Visit};
use house::matrix::stock::stock;
use policy::Method;
use rig::{StandInCentre, Upset, script};
use runtime::port;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use terminal::{Ending, NextStep};
use wire::{
    AuthorisationAnswer, AuthorisationRequest, CardResponse, CardResponses, Certificate, Command, Script,
    ScriptStep, StatusWord,
};

/// SELECT of the stand-in's application.
const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xF0STAND-IN\x01";
const GET_CHALLENGE: &[u8] = &[0x00, 0x84, 0x00, 0x00, 0x08];
/// Commands of the conversation and of the signature that follows it: SELECT, GET CHALLENGE, EXTERNAL
/// AUTHENTICATE, SELECT of the JPKI-AP, COMPUTE DIGITAL SIGNATURE.
const FROM_THE_CENTRE_ON: usize = 5;

/// What a centre answers, with the stand-in at hand.
type Centre = Box<dyn FnMut(&StandInCentre, &AuthorisationRequest) -> AuthorisationAnswer + Send>;

/// A terminal whose service has a centre that can be exchanged.
struct Desk {
    bench: Bench,
    centre: Arc<Mutex<Centre>>,
    asked: Arc<AtomicU32>,
}

impl Desk {
    fn new() -> Self {
        let centre: Arc<Mutex<Centre>> = Arc::new(Mutex::new(Box::new(by_stand_in)));
        let asked = Arc::new(AtomicU32::new(0));
        let (their_centre, counting) = (Arc::clone(&centre), Arc::clone(&asked));
        let bench = Bench::of(&stock().ordinary, move |kit, _| {
            let stand_in = StandInCentre::new(stock().stand_in_key.clone());
            let (service, centre) = (kit.service, their_centre);
            Kit { service: Box::new(Exchanged { service, stand_in, centre, asked: counting }), ..kit }
        });
        Self { bench, centre, asked }
    }

    /// A session by face with this centre, and how often the centre was asked.
    fn session(
        &mut self,
        centre: impl FnMut(&StandInCentre, &AuthorisationRequest) -> AuthorisationAnswer + Send + 'static,
        upset: Option<(u64, Upset)>,
    ) -> (Seen, u32) {
        *self.centre.lock().unwrap() = Box::new(centre);
        self.asked.store(0, Ordering::SeqCst);
        let seen = self.bench.session(Visit::by(Method::Face), upset);
        (seen, self.asked.load(Ordering::SeqCst))
    }

    /// Commands of a good session.
    fn clean(&mut self) -> usize {
        let (seen, _) = self.session(by_stand_in, None);
        assert_eq!(seen.ending, Ending::Verified);
        seen.commands.len()
    }
}

/// The bench's service with another centre.
struct Exchanged {
    service: Box<dyn port::Service>,
    stand_in: StandInCentre,
    centre: Arc<Mutex<Centre>>,
    asked: Arc<AtomicU32>,
}

impl port::Service for Exchanged {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        self.service.challenge(request)
    }

    fn authorise(&mut self, message: &[u8]) -> Result<AuthorisationAnswer, port::ServiceFault> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let request = wire::Signed::<AuthorisationRequest>::parse(message).unwrap().payload;
        let mut centre = self.centre.lock().unwrap();
        Ok(centre(&self.stand_in, &request))
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.service.submit(statement)
    }

    fn register(&mut self, message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.service.register(message)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        self.service.deliver(record)
    }
}

/// No signature was asked of the card, no try was spent, reception heard, and there is a next step.
fn unsigned(seen: &Seen, ending: Ending) {
    assert_eq!(seen.ending, ending, "{seen:?}");
    assert_eq!((seen.counts.signatures, seen.statements.len()), (0, 0), "{seen:?}");
    assert_eq!((seen.counts.pin_verifies, seen.counts.other_verifies), (0, 1), "照合番号B alone");
    assert!(seen.tries.iter().all(|(before, after)| before == after), "{seen:?}");
    assert_eq!(seen.told, 1);
    assert_eq!(seen.ending.next_step(), NextStep::PaperAtReception);
    assert!(seen.replays);
}

fn by_stand_in(stand_in: &StandInCentre, request: &AuthorisationRequest) -> AuthorisationAnswer {
    stand_in.answer(request)
}

#[test]
fn the_centre_s_commands_open_the_key_for_the_one_signature() {
    let (seen, asked) = Desk::new().session(by_stand_in, None);
    assert_eq!(seen.ending, Ending::Verified);
    assert_eq!((asked, seen.counts.signatures, seen.statements.len()), (2, 1, 1));
    assert!(seen.tries.iter().all(|(before, after)| before == after), "{seen:?}");
}

#[test]
fn the_first_surprise_ends_it_and_nothing_follows() {
    let mut desk = Desk::new();
    let clean = desk.clean();
    // The card has a challenge for it, and the centre expects that it has none.
    let expecting = |_: &StandInCentre, _: &AuthorisationRequest| {
        let step = |command: &[u8], status| {
            ScriptStep::new(Command::new(command.to_vec()).unwrap(), vec![StatusWord(status)]).unwrap()
        };
        let steps = vec![step(SELECT, 0x9000), step(GET_CHALLENGE, 0x6985), step(GET_CHALLENGE, 0x9000)];
        AuthorisationAnswer::Authorised(Script::new(steps).unwrap())
    };
    let (surprised, asked) = desk.session(expecting, None);
    unsigned(&surprised, Ending::AuthorisationFailed);
    assert_eq!(asked, 1);
    assert_eq!(surprised.commands.len(), clean - FROM_THE_CENTRE_ON + 2, "SELECT, GET CHALLENGE");
    desk.clean();
}

#[test]
fn what_no_centre_may_send_is_refused_and_none_of_the_script_is_sent() {
    let mut desk = Desk::new();
    let clean = desk.clean();
    let forbidden: [&[u8]; 7] = [
        b"\x00\x20\x00\x98\x041234",
        b"\x00\x20\x00\x98",
        b"\x00\x24\x01\x98\x041234",
        b"\x80\x32\x00\x80\x041234",
        b"\x80\x2A\x03\x97\x01x\x00",
        b"\x00\xC2\x00\x00\x09\x00\x20\x00\x98\x041234",
        b"\xFF\x00\x00\x00\x09\x00\x20\x00\x98\x041234",
    ];
    for command in forbidden {
        let centre = move |_: &StandInCentre, _: &AuthorisationRequest| {
            AuthorisationAnswer::Authorised(script(&[SELECT, command]).unwrap())
        };
        let (refused, _) = desk.session(centre, None);
        unsigned(&refused, Ending::ServiceMisbehaved);
        assert_eq!(refused.commands.len(), clean - FROM_THE_CENTRE_ON, "{command:02X?}");
    }
    // Nor one that leaves standing what 照合番号B has opened.
    let reading = |_: &StandInCentre, _: &AuthorisationRequest| {
        AuthorisationAnswer::Continue(script(&[&[0x00, 0xB0, 0x82, 0x00, 0x00]]).unwrap())
    };
    let (refused, asked) = desk.session(reading, None);
    unsigned(&refused, Ending::ServiceMisbehaved);
    assert_eq!((asked, refused.commands.len()), (1, clean - FROM_THE_CENTRE_ON));
}

#[test]
fn a_centre_that_comes_to_no_end_is_given_up() {
    let mut desk = Desk::new();
    let endless = |_: &StandInCentre, _: &AuthorisationRequest| {
        AuthorisationAnswer::Continue(script(&[SELECT, GET_CHALLENGE]).unwrap())
    };
    let (endless, asked) = desk.session(endless, None);
    unsigned(&endless, Ending::ServiceMisbehaved);
    assert_eq!(asked, 9, "eight scripts, and one that is not passed on");
}

#[test]
fn a_card_that_is_pulled_in_the_middle_is_asked_for_no_signature() {
    let mut desk = Desk::new();
    let clean = desk.clean();
    for (command, heard) in [(0, 1), (1, 1), (2, 2)] {
        for upset in [Upset::RemovedBefore, Upset::RemovedAfter] {
            let at = clean - FROM_THE_CENTRE_ON + command;
            let (pulled, asked) = desk.session(by_stand_in, Some((u64::try_from(at).unwrap(), upset)));
            assert!(pulled.struck);
            // Whether the reader or the command tells first that it is gone is chance.
            let endings = [Ending::AuthorisationFailed, Ending::CardTakenAway];
            assert!(endings.contains(&pulled.ending), "{pulled:?}");
            assert_eq!(
                (pulled.counts.signatures, pulled.statements.len(), asked),
                (0, 0, heard),
                "{pulled:?}"
            );
            assert_eq!((pulled.told, pulled.commands.len()), (1, at + 1), "nothing is sent after it");
        }
    }
}

#[test]
fn commands_for_another_challenge_or_another_card_are_refused_by_the_card() {
    let mut desk = Desk::new();
    // Those that would open the same card, had it made another challenge.
    let for_another_challenge = |stand_in: &StandInCentre, request: &AuthorisationRequest| {
        let mut request = request.clone();
        if let [selected, challenge] = request.responses.as_slice() {
            let mut bytes = challenge.as_bytes().to_vec();
            bytes[0] ^= 1;
            let changed = vec![selected.clone(), CardResponse::new(bytes).unwrap()];
            request.responses = CardResponses::new(changed).unwrap();
        }
        stand_in.answer(&request)
    };
    // This challenge, and another card's certificate.
    let for_another_card = |stand_in: &StandInCentre, request: &AuthorisationRequest| {
        let mut request = request.clone();
        request.certificate = Certificate::new(vec![0x30, 0x00]).unwrap();
        stand_in.answer(&request)
    };
    type Wrong = fn(&StandInCentre, &AuthorisationRequest) -> AuthorisationAnswer;
    let wrong: [Wrong; 2] = [for_another_challenge, for_another_card];
    for wrong in wrong {
        let (refused, asked) = desk.session(wrong, None);
        unsigned(&refused, Ending::AuthorisationFailed);
        assert_eq!(asked, 2);
    }
}
