//! What patients read, as a record: each language fills in every field, or it does not build.
//!
//! A text may hold a place: `{left}`, the number of entries that are left; `{method}`, the name of a
//! method. A test sees that every language has the places that are filled.

use super::Words;

/// All that patients read in one language.
#[derive(Debug)]
pub struct Catalogue {
    /// The language's own name, on the button that chooses it.
    pub name: &'static str,
    /// What stands between two sentences.
    pub space: &'static str,
    /// What buttons say.
    pub buttons: Buttons,
    /// What screens say.
    pub screens: Screens,
    /// The ways of being verified.
    pub methods: MethodNames,
    /// Why one is closed.
    pub closed: Closed,
    /// What has just happened.
    pub notices: Notices,
    /// The one instruction beside the preview.
    pub camera: Camera,
    /// How it ended.
    pub endings: Endings,
    /// What to do then.
    pub next: NextSteps,
}

/// What buttons say.
#[derive(Debug)]
pub struct Buttons {
    /// End the session.
    pub cancel: &'static str,
    /// Back to the choice of methods.
    pub back: &'static str,
    /// Done with typing.
    pub confirm: &'static str,
    /// Take the last digit away.
    pub erase: &'static str,
    /// Use the last try, having read what losing it costs.
    pub insist: &'static str,
    /// Not to use the last try.
    pub do_not_insist: &'static str,
    /// Register the card.
    pub register: &'static str,
    /// Don't register the card.
    pub do_not_register: &'static str,
    /// Call staff about a PIN that is closed.
    pub ask_staff: &'static str,
    /// What happens then.
    pub ask_staff_explained: &'static str,
    /// The person can't turn the head.
    pub cannot_turn: &'static str,
}

/// What screens say.
#[derive(Debug)]
pub struct Screens {
    /// Nobody is here: how to place the card.
    pub waiting: Words,
    /// What the camera's pictures are for. Shown before the first capture.
    pub photo_use: &'static str,
    /// Face is a choice.
    pub face_is_a_choice: &'static str,
    /// The card still lies there.
    pub take_your_card: Words,
    /// The card is being read.
    pub reading: Words,
    /// The choice of methods.
    pub choose: &'static str,
    /// Waiting for the service.
    pub connecting: Words,
    /// The PIN pad.
    pub pin_pad: &'static str,
    /// Below it. Has `{left}`.
    pub pin_left: &'static str,
    /// Below it, when the next wrong entry locks the PIN.
    pub pin_last: &'static str,
    /// The PIN is with the card.
    pub checking_pin: Words,
    /// What losing the last try costs.
    pub last_try: Words,
    /// Beside it, until the button can be touched.
    pub last_try_soon: &'static str,
    /// Beside it, from then on.
    pub last_try_now: &'static str,
    /// The photo is being read from the chip.
    pub reading_photo: Words,
    /// Stands in the preview's place until there is a frame.
    pub no_preview: &'static str,
    /// Staff will type 照合番号B.
    pub number_by_staff: Words,
    /// Staff will confirm by eye.
    pub staff_look: Words,
    /// Staff will ask about a closed PIN.
    pub staff_ask: Words,
    /// The card signs.
    pub signing: Words,
    /// Register this card?
    pub offer_registration: Words,
}

/// A name, and what happens.
#[derive(Debug)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// What happens.
    pub explained: &'static str,
}

/// The ways of being verified.
#[derive(Debug)]
pub struct MethodNames {
    /// Comparison by the camera.
    pub face: Named,
    /// The four digits.
    pub pin: Named,
    /// Confirmation by staff.
    pub visual: Named,
    /// The names of face and visual, joined.
    pub face_and_visual: &'static str,
}

/// What is open instead: a sentence for each case.
#[derive(Debug)]
pub struct Instead {
    /// Face and visual.
    pub both: &'static str,
    /// Face alone.
    pub face: &'static str,
    /// Visual alone.
    pub visual: &'static str,
    /// Neither: reception helps.
    pub neither: &'static str,
}

/// Why a method is closed. All but the first seven have `{method}`.
#[derive(Debug)]
pub struct Closed {
    /// The PIN is locked. [`Closed::go_on`] follows.
    pub pin_locked: &'static str,
    /// Today it goes on so.
    pub go_on: Instead,
    /// The card is one without PINs. [`Closed::choose`] follows.
    pub no_pin_card: &'static str,
    /// Please choose so.
    pub choose: Instead,
    /// The card is marked as one without PINs.
    pub marked: &'static str,
    /// The last try is kept.
    pub last_try: &'static str,
    /// Two wrong or unknown entries today.
    pub strikes: &'static str,
    /// The card's counters could not be read.
    pub counters_unknown: &'static str,
    /// The machine can't count entries.
    pub machine: &'static str,
    /// This terminal can't do it.
    pub not_here: &'static str,
    /// The photo can't be read.
    pub no_photo: &'static str,
    /// This terminal can't do it yet.
    pub not_yet: &'static str,
    /// Tried as often as can be.
    pub used_up: &'static str,
    /// A part does not work.
    pub part_failed: &'static str,
    /// The site does not use it.
    pub site: &'static str,
    /// It asks for a movement that the person can't make.
    pub needs_movement: &'static str,
}

/// What has just happened.
#[derive(Debug)]
pub struct Notices {
    /// The PIN was locked by this entry. [`Closed::go_on`] follows.
    pub locked_now: &'static str,
    /// It did not match; one entry is left.
    pub rejected_last: &'static str,
    /// It did not match. Has `{left}`.
    pub rejected: &'static str,
    /// Nobody knows whether it matched.
    pub pin_unknown: &'static str,
    /// The card's counter was another than the one shown.
    pub counter_changed: &'static str,
    /// Entries could not be counted.
    pub ledger_failed: &'static str,
    /// The face was not accepted.
    pub face_not_accepted: &'static str,
    /// The photo could not be read.
    pub photo_unavailable: &'static str,
    /// The camera does not work.
    pub camera_failed: &'static str,
    /// Staff can't confirm now.
    pub staff_closed: &'static str,
}

/// The one instruction beside the preview.
#[derive(Debug)]
pub struct Camera {
    /// At first.
    pub first: Words,
    /// After a capture that was not accepted.
    pub again: Words,
    /// No face is seen.
    pub no_face: Words,
    /// More than one.
    pub several_faces: Words,
    /// It is too far away.
    pub too_small: Words,
    /// Too little light.
    pub too_dark: Words,
    /// Too much light.
    pub too_bright: Words,
    /// It moved.
    pub blurred: Words,
    /// It looks aside.
    pub turned: Words,
    /// Straight ahead, as before or again.
    pub look_ahead: Words,
    /// Turn the head to the person's left, where the arrow points.
    pub turn_left: Words,
    /// To the right.
    pub turn_right: Words,
    /// It did not turn far enough. A new capture follows, as after the next two.
    pub did_not_turn: Words,
    /// It turned to the other side.
    pub other_side: Words,
    /// It left the picture while it moved.
    pub face_lost: Words,
}

/// How it ended: short, kind, and never that somebody is not insured.
#[derive(Debug)]
pub struct Endings {
    /// Verified.
    pub verified: Words,
    /// Verified, and the certificate ends soon.
    pub ends_soon: Words,
    /// Verified, and the certificate has ended: entitlement alone.
    pub entitlement_only: Words,
    /// This way does not register a card.
    pub registration_closed: Words,
    /// The person did not want to register it.
    pub registration_declined: Words,
    /// The person ended it.
    pub cancelled: Words,
    /// Nobody touched anything.
    pub timed_out: Words,
    /// Staff could not confirm.
    pub other_person: Words,
    /// Nobody knows whether the PIN matched.
    pub pin_unknown: Words,
    /// This terminal needs a PIN, and the card has none.
    pub no_authorisation: Words,
    /// No method is left.
    pub no_method: Words,
    /// The service was not reached.
    pub not_reached: Words,
    /// The service answered what nobody understands.
    pub service: Words,
    /// It took too long.
    pub expired: Words,
    /// Another card.
    pub other_card: Words,
    /// 住民基本台帳カード.
    pub resident_card: Words,
    /// A phone.
    pub phone: Words,
    /// The card does not answer.
    pub mute: Words,
    /// The card answers too slowly.
    pub slow: Words,
    /// The card was taken away.
    pub taken_away: Words,
    /// Two cards.
    pub two_cards: Words,
    /// Its issuer has stopped the card.
    pub stopped: Words,
    /// The machine does not work.
    pub machine: Words,
    /// The photo is not proved.
    pub photo: Words,
    /// The card is not proved.
    pub card: Words,
    /// The certificate has ended.
    pub certificate_ended: Words,
    /// The certificate is revoked.
    pub certificate_revoked: Words,
    /// The card is on hold.
    pub certificate_on_hold: Words,
    /// The certificate is not known.
    pub certificate_unknown: Words,
    /// The method is not permitted.
    pub not_permitted: Words,
    /// What was found does not suffice.
    pub not_sufficient: Words,
    /// The service does not take what this terminal says.
    pub terminal: Words,
}

/// What the patient does now.
#[derive(Debug)]
pub struct NextSteps {
    /// Take the card and wait.
    pub wait: &'static str,
    /// Put the card again.
    pub again: &'static str,
    /// Put the My Number Card.
    pub my_number_card: &'static str,
    /// To reception, with a paper if there is one.
    pub paper: &'static str,
    /// To reception, and renew the certificate later.
    pub renew: &'static str,
    /// Speak to reception.
    pub reception: &'static str,
}
