//! The decisions. Each is total: it answers for every input, and names its reason.

use crate::coverage::Coverage;
use crate::date::Date;
use crate::site::{Build, HolderAuthorisation, LastTry, Site};
use crate::table::{GraceReading, Rules, VisualRule};
use crate::words::{
    AttackDetection, Attempts, CardFacts, CardKind, ComparisonScore, Mark, Method, Strikes, Tries,
};

/// Whether a method is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Availability {
    /// The patient may choose it.
    Open,
    /// It is shown closed, with the reason.
    Closed(Closure),
}

/// Why a method is closed. The screen has words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Closure {
    /// The PIN of an otherwise ordinary card is locked.
    PinLocked,
    /// 顔認証マイナンバーカード: made to be used without PIN.
    FaceAuthenticationCard,
    /// The mark 「顔認証」 is on the card and staff have not cleared it.
    MarkNotCleared,
    /// The card did not tell its counters.
    CountersUnknown,
    /// One try is left and the site keeps it closed.
    LastTry,
    /// Two wrong or unknown entries are on record for this card today.
    StrikesUsedUp,
    /// The strike ledger can't be read or written.
    LedgerUnavailable,
    /// No way is configured to use the card's key without PIN.
    NoHolderAuthorisation,
    /// 照合番号B has too few tries left to read the photo with.
    CheckNumberLow,
    /// The card did not tell how many tries 照合番号B has.
    CheckNumberUnknown,
    /// Production does not accept a face without attack detection.
    NoAttackDetection,
    /// The attempts of this session are used up.
    AttemptsUsedUp,
    /// The patient can't turn the head, and that is asked for.
    NeedsMovement,
    /// The part needed for it does not work now.
    PartFailed,
    /// The site does not allow it.
    Site,
}

/// Which methods are open, and why the others are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Methods {
    /// Face.
    pub face: Availability,
    /// PIN.
    pub pin: Availability,
    /// Visual confirmation by staff.
    pub visual: Availability,
}

impl Methods {
    /// The availability of one method.
    pub const fn of(&self, method: Method) -> Availability {
        match method {
            Method::Face => self.face,
            Method::Pin => self.pin,
            Method::Visual => self.visual,
        }
    }

    /// Whether any method is open.
    pub fn any_open(&self) -> bool {
        Method::ALL.iter().any(|method| self.of(*method) == Availability::Open)
    }
}

/// Which methods are open for this card, at this site, after these attempts.
pub fn open_methods(
    rules: &Rules,
    site: &Site,
    card: &CardFacts,
    attempts: Attempts,
    detection: AttackDetection,
) -> Methods {
    let available = |closure: Option<Closure>| closure.map_or(Availability::Open, Availability::Closed);
    Methods {
        face: available(face_closure(rules, site, card, attempts, detection)),
        pin: available(pin_closure(rules, site, card, attempts)),
        visual: available(visual_closure(rules, site, attempts)),
    }
}

fn pin_closure(rules: &Rules, site: &Site, card: &CardFacts, attempts: Attempts) -> Option<Closure> {
    match card.kind {
        CardKind::FaceAuthentication => return Some(Closure::FaceAuthenticationCard),
        CardKind::PinLocked => return Some(Closure::PinLocked),
        CardKind::Undetermined => return Some(Closure::CountersUnknown),
        CardKind::Ordinary => {}
    }
    if card.mark == Mark::Printed {
        return Some(Closure::MarkNotCleared);
    }
    match card.strikes {
        Strikes::Unavailable => return Some(Closure::LedgerUnavailable),
        Strikes::Known(strikes) if strikes >= rules.strikes => {
            return Some(Closure::StrikesUsedUp);
        }
        Strikes::Known(_) => {}
    }
    if attempts.pin >= rules.pin_entries {
        return Some(Closure::AttemptsUsedUp);
    }
    match pin_entry(site, card.pin) {
        PinEntry::Open { .. } | PinEntry::AfterInsistence => None,
        PinEntry::Closed(closure) => Some(closure),
    }
}

fn face_closure(
    rules: &Rules,
    site: &Site,
    card: &CardFacts,
    attempts: Attempts,
    detection: AttackDetection,
) -> Option<Closure> {
    if !can_authorise(site) {
        return Some(Closure::NoHolderAuthorisation);
    }
    if !looked_enough(site.build, detection) {
        return Some(Closure::NoAttackDetection);
    }
    if attempts.face >= rules.captures {
        return Some(Closure::AttemptsUsedUp);
    }
    match card.check_number {
        Tries::Left(left) if left.get() > rules.check_number_reserve => None,
        Tries::Left(_) | Tries::Blocked => Some(Closure::CheckNumberLow),
        Tries::Unknown => Some(Closure::CheckNumberUnknown),
        // Asked when face is chosen, right before it is presented: a PIN session never touches
        // 券面事項確認AP (design.md section 3).
        Tries::Unasked => None,
    }
}

fn visual_closure(rules: &Rules, site: &Site, attempts: Attempts) -> Option<Closure> {
    if !can_authorise(site) {
        Some(Closure::NoHolderAuthorisation)
    } else if !site.visual {
        Some(Closure::Site)
    } else if attempts.staff >= rules.staff_attempts {
        Some(Closure::AttemptsUsedUp)
    } else {
        None
    }
}

/// Whether a face may count when attacks were looked for in this way: asked before a method is offered, and again
/// of what a capture brought.
const fn looked_enough(build: Build, detection: AttackDetection) -> bool {
    match (build, detection) {
        (Build::Production, AttackDetection::None) => false,
        (Build::Rig, AttackDetection::None) | (_, AttackDetection::Movement) => true,
    }
}

/// Production knows no stand-in, whatever its configuration says.
fn can_authorise(site: &Site) -> bool {
    match (site.holder_authorisation, site.build) {
        (HolderAuthorisation::None, _) | (HolderAuthorisation::StandIn, Build::Production) => false,
        (HolderAuthorisation::StandIn, Build::Rig) | (HolderAuthorisation::Relay, _) => true,
    }
}

/// Whether a PIN entry may be sent to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PinEntry {
    /// With this number of tries shown to the patient.
    Open {
        /// Tries left, at least 2.
        shown: u8,
    },
    /// One try is left: only after warning, call and confirmation (Inv2).
    AfterInsistence,
    /// Never.
    Closed(Closure),
}

/// The last-try rule (Inv2, C2).
pub fn pin_entry(site: &Site, tries: Tries) -> PinEntry {
    match tries {
        Tries::Left(left) if left.get() >= 2 => PinEntry::Open { shown: left.get() },
        Tries::Left(_) => match site.last_try {
            LastTry::OnInsistence => PinEntry::AfterInsistence,
            LastTry::Closed => PinEntry::Closed(Closure::LastTry),
        },
        Tries::Blocked => PinEntry::Closed(Closure::PinLocked),
        Tries::Unknown | Tries::Unasked => PinEntry::Closed(Closure::CountersUnknown),
    }
}

/// What follows a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaceDecision {
    /// Probe and reference are of one person.
    Accept,
    /// Another capture; `call` says that reception is called now.
    Retry {
        /// Reception is called at this failure.
        call: bool,
    },
    /// No further capture: other methods are offered, reception is called.
    OfferOther,
}

/// A capture that was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Comparison {
    /// The score.
    pub score: ComparisonScore,
    /// How attacks were looked for in this very capture.
    pub detection: AttackDetection,
}

/// Decides on a comparison, or on a capture without one (`None`: no usable face in time, or no movement
/// as asked), after `failed_before` captures of this session that were not accepted. No score makes up for
/// attack detection that the build demands. A score that is too low may come without: a capture is broken
/// off when its comparison has failed, and the patient is spared the movement.
pub fn decide_face(
    rules: &Rules,
    build: Build,
    coverage: Coverage,
    comparison: Option<Comparison>,
    failed_before: u8,
) -> FaceDecision {
    let failed = failed_before.saturating_add(1);
    let patience = rules.patience(coverage);
    match comparison {
        Some(Comparison { score, detection }) if score >= rules.accepted_from() => {
            if looked_enough(build, detection) { FaceDecision::Accept } else { FaceDecision::OfferOther }
        }
        _ if failed >= patience.captures => FaceDecision::OfferOther,
        _ => FaceDecision::Retry { call: failed == patience.before_call },
    }
}

/// Whether an unregistered card may be registered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegistrationDecision {
    /// Permitted.
    Open,
    /// Refused, for this reason.
    Closed(RegistrationClosure),
}

/// Why an unregistered card may not be registered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegistrationClosure {
    /// The manual of that date refuses it (M6).
    RefusedByManual,
    /// The manual of that date is silent and readers were not changed yet (M6a).
    ReadersNotChanged,
    /// The site does not allow it.
    RefusedBySite,
}

impl RegistrationClosure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::RefusedByManual, Self::ReadersNotChanged, Self::RefusedBySite];
}

/// First registration (O1 to O6). `date` is the service's rule date, never the terminal's clock.
pub fn decide_registration(rules: &Rules, site: &Site, method: Method, date: Date) -> RegistrationDecision {
    if method != Method::Visual {
        return RegistrationDecision::Open;
    }
    let rule = rules.revision(date).map(|revision| revision.visual_registration);
    RegistrationDecision::Closed(match rule {
        Some(VisualRule::Open) if site.visual_registration => return RegistrationDecision::Open,
        Some(VisualRule::Open) => RegistrationClosure::RefusedBySite,
        Some(VisualRule::ReadersNotChanged) => RegistrationClosure::ReadersNotChanged,
        Some(VisualRule::RefusedByManual) | None => RegistrationClosure::RefusedByManual,
    })
}

/// Where a certificate stands on a date (domain.md 2.4, H1, H2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CertificateStanding {
    /// Valid for longer than the notice period.
    Valid,
    /// Valid, and the holder is told to renew it.
    EndsSoon,
    /// Ended less than three months ago: entitlement only, no medical information.
    Grace,
    /// Ended longer ago: not usable.
    Ended,
}

/// Where a certificate whose last day is `until` stands on `date`.
pub fn certificate_standing(rules: &Rules, until: Date, date: Date) -> CertificateStanding {
    let grace = until.plus_months(rules.grace_months);
    let last = match rules.grace {
        GraceReading::ByDay => grace,
        GraceReading::ByMonthEnd => grace.month_end(),
    };
    if date > last {
        CertificateStanding::Ended
    } else if date > until {
        CertificateStanding::Grace
    } else if date.plus_months(rules.notice_months) >= until {
        CertificateStanding::EndsSoon
    } else {
        CertificateStanding::Valid
    }
}
