//! The words of format version 1. A word is never renamed and never reused: the file outlives the
//! names in the code. The compiler asks for a word wherever a variant or a field is added.

use super::fault::Flaw;
#[cfg(test)]
use super::words::Row;
use super::words::{Worded, recorded, worded};
use super::{Opening, Spent};
use policy::{
    AttackDetection, Attempts, Availability, Build, CardFacts, CardKind, Closure, Compared, Credential,
    Deadlines, GraceReading, HolderAuthorisation, LastTry, Mark, Method, Methods, Patience,
    RegistrationClosure, Reopening, Strikes, Tries, VisualRule,
};
use terminal::screen::CameraHint;
use terminal::{
    AuthorisationOutcome, CaptureOutcome, CardFault, ChallengeFacts, Choice, Ending, Event, Language, Notice,
    PinOutcome, QualityReason, ReceptionNotice, ReferenceOutcome, Refusal, Reply, Screen, ServiceFault, Side,
    SignOutcome, StaffErrand, StaffOutcome, Standing, UndecidedReason, VerdictOutcome,
};

// What happened.
worded! {
    Event {
        CardInserted = "card-inserted",
        CardRemoved = "card-removed",
        SecondCard = "second-card",
        ReaderLost = "reader-lost",
        Deadline = "deadline",
        Choice(choice) = "choice",
        PinLength(length) = "pin-length",
        CredentialLength(length) = "credential-length",
        CheckNumberLength(length) = "check-number-length",
        Reply(ticket, reply) = "reply",
        Hint(ticket, hint) = "hint",
    }
    Choice {
        Method(method) = "method",
        Confirm = "confirm",
        Back = "back",
        Cancel = "cancel",
        Insist = "insist",
        SamePerson = "same-person",
        OtherPerson = "other-person",
        ClearMark = "clear-mark",
        AskStaff = "ask-staff",
        ResetStrikes = "reset-strikes",
        CannotTurn = "cannot-turn",
    }
    Reply {
        CardRead(read) = "card-read",
        Challenge(answer) = "challenge",
        IntentRecorded(recorded) = "intent-recorded",
        PinPresented(outcome) = "pin-presented",
        ReferenceRead(outcome) = "reference-read",
        Captured(outcome) = "captured",
        StaffChecked(outcome) = "staff-checked",
        StrikesReset(reset) = "strikes-reset",
        Authorised(outcome) = "authorised",
        Signed(outcome) = "signed",
        Verdict(outcome) = "verdict",
    }
    CardFault {
        NotMyNumberCard = "not-my-number-card",
        OldResidentCard = "old-resident-card",
        AndroidPhone = "android-phone",
        Iphone = "iphone",
        Mute = "mute",
        LockedByIssuer = "locked-by-issuer",
        Misbehaved = "misbehaved",
        Gone = "gone",
        Reader = "reader",
    }
    ServiceFault {
        Unreachable = "unreachable",
        Misbehaved = "misbehaved",
        ClockDisagrees = "clock-disagrees",
    }
    PinOutcome {
        Accepted = "accepted",
        Rejected { left: "left" } = "rejected",
        CounterDiffers { now: "now" } = "counter-differs",
        Blocked = "blocked",
        NotSent = "not-sent",
        Unknown = "unknown",
    }
    ReferenceOutcome {
        Genuine = "genuine",
        PhotoNotGenuine = "photo-not-genuine",
        ChipNotGenuine = "chip-not-genuine",
        NoCheckNumber = "no-check-number",
        CheckNumberRejected { left: "left" } = "check-number-rejected",
        CheckNumberRepeated = "check-number-repeated",
        CheckNumberLow { left: "left" } = "check-number-low",
        Unreadable = "unreadable",
        GenuineUnmeasured = "genuine-unmeasured",
    }
    CaptureOutcome {
        Scored { score: "score", detection: "attack-detection" } = "scored",
        Unusable(reason) = "unusable",
        PartFailed = "part-failed",
        Undecided(reason) = "undecided",
        AttackPresentation = "attack-presentation",
    }
    UndecidedReason {
        NotStill = "not-still",
        DidNotTurn = "did-not-turn",
        OtherSide = "other-side",
        DidNotReturn = "did-not-return",
        FaceLost = "face-lost",
    }
    QualityReason {
        NoFace = "no-face",
        SeveralFaces = "several-faces",
        TooSmall = "too-small",
        TooDark = "too-dark",
        TooBright = "too-bright",
        Blurred = "blurred",
        Turned = "turned",
    }
    StaffOutcome {
        Accepted { staff: "staff", credential: "credential" } = "accepted",
        Rejected = "rejected",
        BackOff = "back-off",
        Unavailable = "unavailable",
    }
    AuthorisationOutcome {
        Opened = "opened",
        Refused(refusal) = "refused",
        Unreachable = "unreachable",
        Misbehaved = "misbehaved",
        CardFailed = "card-failed",
        FaceNotEnough = "face-not-enough",
    }
    SignOutcome {
        Signed = "done",
        Failed = "failed",
    }
    VerdictOutcome {
        Verified(standing) = "verified",
        Refused(refusal) = "refused",
        Unregistered = "unregistered",
        Unreachable = "unreachable",
        Misbehaved = "misbehaved",
    }
    Standing {
        Full = "full",
        FullEndsSoon = "full-ends-soon",
        EntitlementOnly = "entitlement-only",
    }
}

recorded! {
    CardFacts {
        kind: "kind",
        pin: "pin",
        check_number: "check-number",
        mark: "mark",
        strikes: "strikes",
    }
    ChallengeFacts { date: "date", expires: "expires" }
}

// What was shown.
worded! {
    Screen {
        Waiting = "waiting",
        TakeYourCard = "take-your-card",
        Reading = "reading",
        Choose { methods: "methods", notice: "notice", reopenable: "reopenable" } = "choose",
        Connecting = "connecting",
        PinPad { length: "length", shown: "shown", last_try: "last-try" } = "pin-pad",
        CheckingPin = "checking-pin",
        LastTryWarning { confirmable: "confirmable" } = "last-try-warning",
        ReadingPhoto = "reading-photo",
        Camera { hint: "hint" } = "camera",
        CheckNumberPad { length: "length", method: "method", notice: "notice" } = "check-number-pad",
        StaffCredential { errand: "errand", length: "length", notice: "notice" } = "staff-credential",
        StaffConfirm { compared: "compared" } = "staff-confirm",
        StaffReopen(reopening) = "staff-reopen",
        Signing = "signing",
        OfferRegistration = "offer-registration",
        Ending(ending) = "ending",
    }
    StaffErrand {
        Visual = "visual",
        Reopen = "reopen",
    }
    CameraHint {
        Quality(reason) = "quality",
        NotAccepted = "not-accepted",
        LookAhead = "look-ahead",
        Turn(side) = "turn",
        Movement(reason) = "movement",
    }
    Side {
        Left = "left",
        Right = "right",
    }
    Notice {
        PinRejected { left: "left" } = "pin-rejected",
        PinLockedNow = "pin-locked-now",
        PinUnknown = "pin-unknown",
        CounterChanged = "counter-changed",
        LedgerFailed = "ledger-failed",
        FaceNotAccepted = "face-not-accepted",
        PhotoUnavailable = "photo-unavailable",
        CheckNumberRejected = "check-number-rejected",
        CameraFailed = "camera-failed",
        CredentialRejected = "credential-rejected",
        CredentialClosed = "credential-closed",
    }
    Availability {
        Open = "open",
        Closed(closure) = "closed",
    }
    Closure {
        PinLocked = "pin-locked",
        FaceAuthenticationCard = "face-authentication-card",
        MarkNotCleared = "mark-not-cleared",
        CountersUnknown = "counters-unknown",
        LastTry = "last-try",
        StrikesUsedUp = "strikes-used-up",
        LedgerUnavailable = "ledger-unavailable",
        NoHolderAuthorisation = "no-holder-authorisation",
        CheckNumberLow = "check-number-low",
        CheckNumberUnknown = "check-number-unknown",
        NoAttackDetection = "no-attack-detection",
        AttemptsUsedUp = "attempts-used-up",
        PartFailed = "part-failed",
        Site = "site",
        NeedsMovement = "needs-movement",
    }
}

recorded! {
    Methods { face: "face", pin: "pin", visual: "visual" }
    Reopening { mark: "mark", strikes: "strikes" }
}

// How it ended.
worded! {
    Ending {
        Verified = "verified",
        VerifiedEndsSoon = "verified-ends-soon",
        VerifiedEntitlementOnly = "verified-entitlement-only",
        NotMyNumberCard = "not-my-number-card",
        OldResidentCard = "old-resident-card",
        PhoneNotSupported = "phone-not-supported",
        CardMute = "card-mute",
        CardLockedByIssuer = "card-locked-by-issuer",
        CardMisbehaved = "card-misbehaved",
        CardTooSlow = "card-too-slow",
        TwoCards = "two-cards",
        ReaderFailed = "reader-failed",
        TerminalFailed = "terminal-failed",
        ClockWrong = "clock-wrong",
        NoHolderAuthorisation = "no-holder-authorisation",
        NoMethodLeft = "no-method-left",
        PhotoNotGenuine = "photo-not-genuine",
        ChipNotGenuine = "chip-not-genuine",
        StaffSawOtherPerson = "staff-saw-other-person",
        PinOutcomeUnknown = "pin-outcome-unknown",
        AuthorisationRefused(refusal) = "authorisation-refused",
        AuthorisationFailed = "authorisation-failed",
        SignatureFailed = "signature-failed",
        ChallengeExpired = "challenge-expired",
        CouldNotConfirm = "could-not-confirm",
        ServiceMisbehaved = "service-misbehaved",
        Refused(refusal) = "refused",
        RegistrationClosed(closure) = "registration-closed",
        RegistrationDeclined = "registration-declined",
        Cancelled = "cancelled",
        TimedOut = "timed-out",
        CardTakenAway = "card-taken-away",
        AttackPresentation = "attack-presentation",
    }
    Refusal {
        CertificateEnded = "certificate-ended",
        CertificateRevoked = "certificate-revoked",
        CertificateSuspended = "certificate-suspended",
        CertificateUnknown = "certificate-unknown",
        MethodNotPermitted = "method-not-permitted",
        EvidenceInsufficient = "evidence-insufficient",
        Challenge = "challenge",
        Terminal = "terminal",
        Statement = "statement",
    }
    RegistrationClosure {
        RefusedByManual = "refused-by-manual",
        ReadersNotChanged = "readers-not-changed",
        RefusedBySite = "refused-by-site",
    }
    ReceptionNotice {
        Started = "started",
        Ended {
            ending: "ending",
            method: "method",
            kind: "kind",
            revision: "revision",
            attempts: "attempts"
        } = "ended",
    }
}

recorded! {
    Patience { captures: "captures", before_call: "before-call" }
    Attempts { pin: "pin", face: "face", staff: "staff", check_number: "check-number" }
    Spent { card: "card", face: "face", service: "service" }
}

// Cards and people.
worded! {
    Method {
        Face = "face",
        Pin = "pin",
        Visual = "visual",
    }
    CardKind {
        Ordinary = "ordinary",
        PinLocked = "pin-locked",
        FaceAuthentication = "face-authentication",
        Undetermined = "undetermined",
    }
    Tries {
        Left(left) = "left",
        Blocked = "blocked",
        Unknown = "unknown",
        Unasked = "unasked",
    }
    Mark {
        Unseen = "unseen",
        Printed = "printed",
        StruckThrough = "struck-through",
        ClearedByStaff = "cleared-by-staff",
    }
    Strikes {
        Known(strikes) = "known",
        Unavailable = "unavailable",
    }
    AttackDetection {
        None = "none",
        Movement = "movement",
    }
    Compared {
        ChipPhotoVerified = "chip-photo-verified",
        ChipPhotoUnverified = "chip-photo-unverified",
        PrintedPhotoOnly = "printed-photo-only",
    }
    Credential {
        ClinicPassword = "clinic-password",
    }
}

// Rules, site, and what was on before.
worded! {
    VisualRule {
        Open = "open",
        RefusedByManual = "refused-by-manual",
        ReadersNotChanged = "readers-not-changed",
    }
    GraceReading {
        ByDay = "by-day",
        ByMonthEnd = "by-month-end",
    }
    Build {
        Production = "production",
        Rig = "rig",
    }
    HolderAuthorisation {
        None = "none",
        StandIn = "stand-in",
        Relay = "relay",
    }
    LastTry {
        Closed = "closed",
        OnInsistence = "on-insistence",
    }
    Language {
        Japanese = "japanese",
        PlainJapanese = "plain-japanese",
        English = "english",
        Chinese = "chinese",
        Korean = "korean",
        Portuguese = "portuguese",
        Vietnamese = "vietnamese",
    }
    Opening {
        Idle { left: "card-left" } = "idle",
        Ended { ending: "ending", present: "card-present", deadline: "until" } = "ended",
    }
}

recorded! {
    Deadlines {
        card: "card",
        choice: "choice",
        pin_entry: "pin-entry",
        warning: "warning",
        insistence: "insistence",
        capture: "capture",
        staff: "staff",
        service: "service",
        ledger: "ledger",
        ending: "ending",
    }
}
