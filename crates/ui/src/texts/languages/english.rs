//! English.

use crate::texts::Words;
use crate::texts::catalogue::*;

pub(super) static TEXTS: Catalogue = Catalogue {
    name: "English",
    space: " ",
    buttons: Buttons {
        cancel: "Stop",
        back: "Back",
        confirm: "OK",
        erase: "Erase",
        insist: "Enter it anyway",
        do_not_insist: "Go back instead",
        register: "Register",
        do_not_register: "Not now",
        ask_staff: "Ask reception",
        ask_staff_explained: "About your PIN",
        cannot_turn: "I can't turn my head",
    },
    screens: Screens {
        waiting: Words::new(
            "Please place your\nMy Number Card",
            "Take it out of its case and lay it on the reader, photo side up.",
        ),
        photo_use: "Photos only confirm it is you and are not stored.",
        face_is_a_choice: "Declining the face check has no disadvantage.",
        take_your_card: Words::new(
            "Please take your card",
            "Your card is still on the reader. Please don't forget it.",
        ),
        reading: Words::new("Reading your card", "Please don't move the card until this is done."),
        choose: "How shall we confirm it is you?",
        connecting: Words::new("Checking", "Please wait a moment."),
        pin_pad: "Please enter your\n4-digit PIN",
        pin_left: "Tries left: {left}. The digits are not shown.",
        pin_last: "If the next entry does not match, the PIN will be locked",
        checking_pin: Words::new("Checking your PIN", "Please don't move the card until this is done."),
        last_try: Words::new(
            "If the next entry does not match, the PIN will be locked",
            "A locked PIN has to be reset at your city or town office. If you know the signature password, \
             some convenience stores can do it, too.",
        ),
        last_try_soon: "Reception has been called. The button will work in a moment.",
        last_try_now: "Reception has been called. You can ask them, too.",
        reading_photo: Words::new(
            "Reading the photo on your card",
            "Please don't move the card. The photo is only compared with your face.",
        ),
        no_preview: "Starting the camera",
        number_by_staff: Words::new("Reception will enter a number", "They have been called. Please wait."),
        staff_look: Words::new(
            "Reception will confirm it is you",
            "They have been called. Please wait here.",
        ),
        staff_ask: Words::new(
            "Reception will ask about your PIN",
            "They have been called. Please wait here.",
        ),
        signing: Words::new("Almost done", "Please don't move the card until this is done."),
        offer_registration: Words::new(
            "Use this card as your health insurance card?",
            "It is not registered yet. Once registered, you can use it for health insurance. If you don't \
             register, reception will check your insurance.",
        ),
    },
    methods: MethodNames {
        face: Named { name: "Face", explained: "Look into the camera" },
        pin: Named { name: "PIN", explained: "You enter 4 digits" },
        visual: Named { name: "Reception", explained: "Reception looks at your face" },
        face_and_visual: "Face and Reception",
    },
    closed: Closed {
        pin_locked: "Your PIN is locked.",
        go_on: Instead {
            both: "Today you can go on with Face or Reception.",
            face: "Today you can go on with Face.",
            visual: "Today you can go on with Reception.",
            neither: "Reception will help you.",
        },
        no_pin_card: "This card works without a PIN.",
        choose: Instead {
            both: "Please choose Face or Reception.",
            face: "Please choose Face.",
            visual: "Please choose Reception.",
            neither: "Reception will help you.",
        },
        marked: "Your card is marked for the face check. To use a PIN, please ask reception.",
        last_try: "One more entry that does not match would lock the PIN. To protect it, we keep it closed.",
        strikes: "Twice the PIN could not be confirmed. So that it does not lock, it is closed for today.",
        counters_unknown: "The card's state can't be read, so {method} can't be used.",
        machine: "Because of this machine, {method} can't be used now.",
        not_here: "{method} can't be used on this machine.",
        no_photo: "The photo can't be read, so {method} can't be used.",
        not_yet: "{method} can't be used on this machine yet.",
        used_up: "{method} can't be tried again this time.",
        part_failed: "{method} can't be used right now.",
        site: "{method} is not used here.",
        needs_movement: "{method} asks you to turn your head.",
    },
    notices: Notices {
        locked_now: "Your PIN has been locked.",
        rejected_last: "The PIN did not match. If the next entry does not match, the PIN will be locked.",
        rejected: "The PIN did not match. Tries left: {left}.",
        pin_unknown: "The PIN could not be confirmed. Please place your card again.",
        counter_changed: "We checked your card again. The digits were not sent to it.",
        ledger_failed: "Because of this machine, the PIN can't be used. The digits were not sent to the card.",
        face_not_accepted: "We could not confirm your face. Reception has been called. You can choose another way, too.",
        photo_unavailable: "The photo on the card could not be read. Please choose another way.",
        camera_failed: "The camera does not work. Reception has been called. You can choose another way, too.",
        staff_closed: "Reception can't confirm right now. Please choose another way.",
    },
    camera: Camera {
        first: Words::new("Fit your face in the oval", "Please take off mask and hat."),
        again: Words::new("Let's take it once more", "Please take off mask and hat."),
        no_face: Words::new("Look at the camera", "Fit your face in the oval."),
        several_faces: Words::new("One person, please", "Others, please step aside a little."),
        too_small: Words::new("Come a little closer", "Fill the oval with your face."),
        too_dark: Words::new("Turn toward the light", "Your face is too dark to see."),
        too_bright: Words::new("Avoid the strong light", "Your face is too bright to see."),
        blurred: Words::new("Hold still, please", "Just for a moment."),
        turned: Words::new("Look straight ahead", "At the camera above the screen."),
        look_ahead: Words::new("Look straight ahead", "At the camera above the screen."),
        turn_left: Words::new("Turn your head a little to the left", "Slowly, toward the arrow."),
        turn_right: Words::new("Turn your head a little to the right", "Slowly, toward the arrow."),
        did_not_turn: Words::new("Turn a little further", "Once more, please: follow the arrow."),
        other_side: Words::new("Follow the arrow", "Once more, please: turn when the arrow comes."),
        face_lost: Words::new("Keep your face in the oval", "Once more, please: turn slowly."),
    },
    endings: Endings {
        verified: Words::new("Confirmed", "Thank you. That is all."),
        ends_soon: Words::new(
            "Confirmed",
            "Your card's digital certificate ends soon. Please renew it early at your city or town office.",
        ),
        entitlement_only: Words::new(
            "Confirmed",
            "Your card's digital certificate has ended. Today your medicine and checkup records can't be \
             shared with the doctor.",
        ),
        registration_closed: Words::new(
            "The card was not registered here",
            "This way of confirming can't register it today. Reception will check your insurance.",
        ),
        registration_declined: Words::new(
            "Ended without registering",
            "You can register later. Reception will check your insurance.",
        ),
        cancelled: Words::new("Stopped", "You can check in another way today."),
        timed_out: Words::new("Time is up, so we stopped", "To try again, please place your card once more."),
        other_person: Words::new(
            "We could not confirm it is you",
            "We are sorry for the trouble. Reception will help you.",
        ),
        pin_unknown: Words::new(
            "The PIN could not be confirmed",
            "The contact with the card broke off. We can't tell whether the PIN matched.",
        ),
        no_authorisation: Words::new(
            "Reception will confirm",
            "This machine can't confirm without a PIN. Reception will help you.",
        ),
        no_method: Words::new(
            "Reception will confirm",
            "This machine can't do more today. Reception will help you.",
        ),
        not_reached: Words::new(
            "We could not confirm your insurance",
            "There was no connection. It is not because of your card. Reception will help you.",
        ),
        service: Words::new(
            "We could not confirm your insurance",
            "The machines did not understand each other. It is not because of your card. Reception will help you.",
        ),
        expired: Words::new(
            "We could not confirm your insurance",
            "The time for it ran out. Reception will help you.",
        ),
        other_card: Words::new("This seems to be\nanother card", "It does not look like a My Number Card."),
        resident_card: Words::new(
            "This seems to be a\nResident Register Card",
            "It can't be used to check insurance.",
        ),
        phone: Words::new("Phones can't be used here", "This machine reads cards only."),
        mute: Words::new(
            "Your card could not be read",
            "Take it out of its case and lay it in the middle of the reader, photo side up.",
        ),
        slow: Words::new(
            "Your card could not be read",
            "It may have slipped. Please lay it in the middle of the reader.",
        ),
        taken_away: Words::new("The card moved away", "Please leave it on the reader until we are done."),
        two_cards: Words::new("There seem to be two cards", "Please place only your My Number Card."),
        stopped: Words::new(
            "Your card seems to be stopped",
            "Your city or town office can tell you more. Today reception will help you.",
        ),
        machine: Words::new(
            "This machine has a problem",
            "We are sorry. It is not because of your card. Reception will help you.",
        ),
        photo: Words::new(
            "The photo could not be confirmed",
            "We are sorry for the trouble. Reception will help you.",
        ),
        card: Words::new(
            "The card could not be confirmed",
            "We are sorry for the trouble. Reception will help you.",
        ),
        certificate_ended: Words::new(
            "The digital certificate has ended",
            "We could not confirm your insurance. Once renewed, the card works again.",
        ),
        certificate_revoked: Words::new(
            "The digital certificate is not in use",
            "This can happen after paperwork for the card. Reception will help you.",
        ),
        certificate_on_hold: Words::new(
            "The card is on hold for now",
            "This can happen after it was reported lost. Reception will help you.",
        ),
        certificate_unknown: Words::new(
            "We could not confirm your insurance",
            "The card's digital certificate could not be confirmed. Reception will help you.",
        ),
        not_permitted: Words::new(
            "We could not confirm your insurance",
            "This way can't be used today. Reception will help you.",
        ),
        not_sufficient: Words::new(
            "We could not confirm your insurance",
            "The check here was not enough. Reception will help you.",
        ),
        terminal: Words::new(
            "We could not confirm your insurance",
            "This machine has a problem. It is not because of your card. Reception will help you.",
        ),
    },
    next: NextSteps {
        wait: "Please take your card and have a seat",
        again: "Please place the card again.\nIf it does not work, please tell reception",
        my_number_card: "Please place your My Number Card.\nIf you don't have it, please tell reception",
        paper: "Please take your card to reception.\nIf you have a 資格確認書, please show it",
        renew: "Please take your card to reception.\nYour city or town office can renew it",
        reception: "Please take your card and speak to reception",
    },
};
