//! 한국어.

use crate::texts::Words;
use crate::texts::catalogue::*;

pub(super) static TEXTS: Catalogue = Catalogue {
    name: "한국어",
    space: " ",
    buttons: Buttons {
        cancel: "그만두기",
        back: "뒤로",
        confirm: "확인",
        erase: "지움",
        insist: "그래도 입력하기",
        do_not_insist: "입력하지 않고 뒤로",
        register: "등록하기",
        do_not_register: "등록 안 함",
        ask_staff: "접수처에 문의",
        ask_staff_explained: "비밀번호 문의",
    },
    screens: Screens {
        waiting: Words::new(
            "마이넘버 카드를\n놓아 주세요",
            "케이스에서 꺼내, 사진이 있는 면을 위로 하여 판독대에 놓아 주세요.",
        ),
        photo_use: "얼굴 사진은 본인 확인에만 쓰고, 저장하지 않습니다.",
        face_is_a_choice: "얼굴 인증을 선택하지 않아도 불이익은 없습니다.",
        take_your_card: Words::new("카드를 가져가 주세요", "카드가 판독대에 남아 있습니다. 잊지 마세요."),
        reading: Words::new("카드를 읽고 있습니다", "끝날 때까지 카드를 움직이지 마세요."),
        choose: "본인 확인 방법을 선택해 주세요",
        connecting: Words::new("확인하고 있습니다", "잠시만 기다려 주세요."),
        pin_pad: "비밀번호 4자리를\n입력해 주세요",
        pin_left: "앞으로 {left}번 입력할 수 있습니다. 숫자는 화면에 나오지 않습니다.",
        pin_last: "다음에 일치하지 않으면 비밀번호가 잠깁니다",
        checking_pin: Words::new("비밀번호를 확인하고 있습니다", "끝날 때까지 카드를 움직이지 마세요."),
        last_try: Words::new(
            "다음에 일치하지 않으면 비밀번호가 잠깁니다",
            "잠기면 시구정촌 창구에서 비밀번호를 다시 설정해야 합니다. 서명용 비밀번호를 아시는 분은 일부 편의점에서도 할 수 있습니다.",
        ),
        last_try_soon: "접수처 직원을 불렀습니다. 버튼은 곧 누를 수 있습니다.",
        last_try_now: "접수처 직원을 불렀습니다. 직원에게도 물어보세요.",
        reading_photo: Words::new(
            "카드의 사진을 읽고 있습니다",
            "끝날 때까지 카드를 움직이지 마세요. 사진은 얼굴과 비교하는 데만 씁니다.",
        ),
        no_preview: "카메라를 준비하고 있습니다",
        number_by_staff: Words::new("직원이 번호를 입력합니다", "직원을 불렀습니다. 기다려 주세요."),
        staff_look: Words::new("접수처 직원이 얼굴을 확인합니다", "직원을 불렀습니다. 여기서 기다려 주세요."),
        staff_ask: Words::new("비밀번호에 대해 여쭤보겠습니다", "직원을 불렀습니다. 여기서 기다려 주세요."),
        signing: Words::new("거의 끝났습니다", "끝날 때까지 카드를 움직이지 마세요."),
        offer_registration: Words::new(
            "이 카드를 건강보험증으로 등록할까요?",
            "아직 등록되지 않은 카드입니다. 등록하면 건강보험증으로 쓸 수 있습니다. 등록하지 않으면 접수처에서 보험을 확인합니다.",
        ),
    },
    methods: MethodNames {
        face: Named { name: "얼굴 인증", explained: "카메라로 얼굴을 확인합니다" },
        pin: Named { name: "비밀번호", explained: "숫자 4자리를 입력합니다" },
        visual: Named { name: "접수처 확인", explained: "직원이 얼굴을 확인합니다" },
        face_and_visual: "얼굴 인증, 접수처 확인",
    },
    closed: Closed {
        pin_locked: "비밀번호가 잠겨 있습니다.",
        go_on: Instead {
            both: "오늘은 얼굴 인증이나 접수처 확인으로 계속할 수 있습니다.",
            face: "오늘은 얼굴 인증으로 계속할 수 있습니다.",
            visual: "오늘은 접수처 확인으로 계속할 수 있습니다.",
            neither: "접수처에서 안내해 드립니다.",
        },
        no_pin_card: "이 카드는 비밀번호를 쓰지 않는 카드입니다.",
        choose: Instead {
            both: "얼굴 인증이나 접수처 확인을 선택해 주세요.",
            face: "얼굴 인증을 선택해 주세요.",
            visual: "접수처 확인을 선택해 주세요.",
            neither: "접수처에서 안내해 드립니다.",
        },
        marked: "카드에 ‘顔認証’ 표시가 있습니다. 비밀번호를 쓰시려면 접수처에 문의해 주세요.",
        last_try: "한 번 더 일치하지 않으면 비밀번호가 잠깁니다. 잠기지 않도록 지금은 멈추어 두었습니다.",
        strikes: "비밀번호를 2번 확인하지 못했습니다. 잠기지 않도록 오늘은 멈추어 두었습니다.",
        counters_unknown: "카드 상태를 읽을 수 없어 사용할 수 없습니다: {method}.",
        machine: "기계 사정으로 지금 사용할 수 없습니다: {method}.",
        not_here: "이 기계에서는 사용할 수 없습니다: {method}.",
        no_photo: "사진을 읽을 수 없어 사용할 수 없습니다: {method}.",
        not_yet: "이 기계에서는 아직 사용할 수 없습니다: {method}.",
        used_up: "이번에는 더 사용할 수 없습니다: {method}.",
        part_failed: "지금 사용할 수 없습니다: {method}.",
        site: "여기서는 사용하지 않습니다: {method}.",
    },
    notices: Notices {
        locked_now: "비밀번호가 잠겼습니다.",
        rejected_last: "비밀번호가 일치하지 않았습니다. 다음에 일치하지 않으면 비밀번호가 잠깁니다.",
        rejected: "비밀번호가 일치하지 않았습니다. 앞으로 {left}번 입력할 수 있습니다.",
        pin_unknown: "비밀번호를 확인하지 못했습니다. 카드를 다시 놓아 주세요.",
        counter_changed: "카드 상태를 다시 확인했습니다. 숫자는 카드에 보내지 않았습니다.",
        ledger_failed: "기계 사정으로 비밀번호를 쓸 수 없습니다. 숫자는 카드에 보내지 않았습니다.",
        face_not_accepted: "얼굴을 확인하지 못했습니다. 직원을 불렀습니다. 다른 방법도 선택할 수 있습니다.",
        photo_unavailable: "카드의 사진을 읽지 못했습니다. 다른 방법을 선택해 주세요.",
        camera_failed: "카메라를 쓸 수 없습니다. 직원을 불렀습니다. 다른 방법도 선택할 수 있습니다.",
        staff_closed: "접수처 확인은 지금 사용할 수 없습니다. 다른 방법을 선택해 주세요.",
    },
    camera: Camera {
        first: Words::new("얼굴을 틀에 맞춰 주세요", "마스크와 모자는 벗어 주세요."),
        again: Words::new("한 번 더 찍겠습니다", "마스크와 모자는 벗어 주세요."),
        no_face: Words::new("카메라를 봐 주세요", "얼굴이 틀에 들어오면 찍힙니다."),
        several_faces: Words::new("한 분만 찍어 주세요", "옆에 계신 분은 조금 떨어져 주세요."),
        too_small: Words::new("조금 더 가까이 와 주세요", "얼굴을 틀에 가득 맞춰 주세요."),
        too_dark: Words::new("밝은 쪽을 향해 주세요", "얼굴이 어둡게 보입니다."),
        too_bright: Words::new("강한 빛을 피해 주세요", "얼굴이 너무 밝게 보입니다."),
        blurred: Words::new("움직이지 마세요", "잠시만 그대로 계세요."),
        turned: Words::new("정면을 봐 주세요", "화면 위의 카메라를 똑바로 봐 주세요."),
    },
    endings: Endings {
        verified: Words::new("확인되었습니다", "본인 확인이 끝났습니다."),
        ends_soon: Words::new(
            "확인되었습니다",
            "카드의 전자증명서 기한이 다가오고 있습니다. 일찍 시구정촌 창구에서 갱신해 주세요.",
        ),
        entitlement_only: Words::new(
            "본인 확인이 되었습니다",
            "전자증명서 기한이 지났습니다. 오늘은 약과 건강검진 정보를 의사에게 전할 수 없습니다.",
        ),
        registration_closed: Words::new(
            "여기서는 등록하지 못했습니다",
            "이 방법으로는 오늘 등록할 수 없습니다. 보험은 접수처에서 확인합니다.",
        ),
        registration_declined: Words::new(
            "등록하지 않고 마칩니다",
            "등록은 나중에도 할 수 있습니다. 보험은 접수처에서 확인합니다.",
        ),
        cancelled: Words::new("중지했습니다", "오늘 접수는 다른 방법으로 할 수 있습니다."),
        timed_out: Words::new("시간이 되어 마쳤습니다", "다시 하시려면 카드를 다시 놓아 주세요."),
        other_person: Words::new(
            "본인 확인을 하지 못했습니다",
            "번거롭게 해 드려 죄송합니다. 접수처에서 안내해 드립니다.",
        ),
        pin_unknown: Words::new(
            "비밀번호를 확인하지 못했습니다",
            "도중에 카드와의 통신이 끊겼습니다. 번호가 맞았는지는 알 수 없습니다.",
        ),
        no_authorisation: Words::new(
            "접수처에서 확인합니다",
            "이 기계는 비밀번호 없는 확인을 할 수 없습니다. 접수처에서 안내해 드립니다.",
        ),
        no_method: Words::new(
            "접수처에서 확인합니다",
            "이 기계에서의 확인은 여기까지입니다. 접수처에서 안내해 드립니다.",
        ),
        not_reached: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "통신이 연결되지 않았습니다. 카드 때문이 아닙니다. 접수처에서 안내해 드립니다.",
        ),
        service: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "기계 사이의 통신 문제입니다. 카드 때문이 아닙니다. 접수처에서 안내해 드립니다.",
        ),
        expired: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "확인에 쓸 수 있는 시간이 지났습니다. 접수처에서 안내해 드립니다.",
        ),
        other_card: Words::new("마이넘버 카드가\n아닌 것 같습니다", "다른 카드가 놓여 있는 것 같습니다."),
        resident_card: Words::new(
            "주민기본대장 카드인\n것 같습니다",
            "이 카드는 보험 확인에 쓸 수 없습니다.",
        ),
        phone: Words::new("여기서는 스마트폰을 쓸 수 없습니다", "이 기계는 카드만 읽을 수 있습니다."),
        mute: Words::new(
            "카드를 읽지 못했습니다",
            "케이스에서 꺼내, 사진이 있는 면을 위로 하여 판독대 가운데에 놓아 주세요.",
        ),
        slow: Words::new(
            "카드를 읽지 못했습니다",
            "위치가 어긋났을 수 있습니다. 판독대 가운데에 놓아 주세요.",
        ),
        taken_away: Words::new("도중에 카드가 떨어졌습니다", "끝날 때까지 카드를 판독대에 그대로 두세요."),
        two_cards: Words::new("카드가 2장 있는 것 같습니다", "마이넘버 카드 1장만 놓아 주세요."),
        stopped: Words::new(
            "카드가 정지된 것 같습니다",
            "자세한 내용은 시구정촌 창구에서 알 수 있습니다. 오늘은 접수처에서 안내해 드립니다.",
        ),
        machine: Words::new(
            "기계 상태가 좋지 않습니다",
            "불편을 드려 죄송합니다. 카드 때문이 아닙니다. 접수처에서 안내해 드립니다.",
        ),
        photo: Words::new(
            "카드의 사진을 확인하지 못했습니다",
            "번거롭게 해 드려 죄송합니다. 접수처에서 안내해 드립니다.",
        ),
        card: Words::new(
            "카드를 확인하지 못했습니다",
            "번거롭게 해 드려 죄송합니다. 접수처에서 안내해 드립니다.",
        ),
        certificate_ended: Words::new(
            "전자증명서 기한이 지났습니다",
            "보험 자격을 확인하지 못했습니다. 갱신하면 다시 쓸 수 있습니다.",
        ),
        certificate_revoked: Words::new(
            "전자증명서를 지금은 쓸 수 없습니다",
            "카드 절차 뒤에 이렇게 되는 일이 있습니다. 접수처에서 안내해 드립니다.",
        ),
        certificate_on_hold: Words::new(
            "카드가 일시 정지되어 있습니다",
            "분실 신고 등으로 정지되는 일이 있습니다. 접수처에서 안내해 드립니다.",
        ),
        certificate_unknown: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "카드의 전자증명서를 확인하지 못했습니다. 접수처에서 안내해 드립니다.",
        ),
        not_permitted: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "이 방법으로는 오늘 확인할 수 없습니다. 접수처에서 안내해 드립니다.",
        ),
        not_sufficient: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "여기서의 확인만으로는 부족했습니다. 접수처에서 안내해 드립니다.",
        ),
        terminal: Words::new(
            "보험 자격을 확인하지 못했습니다",
            "이 기계의 문제입니다. 카드 때문이 아닙니다. 접수처에서 안내해 드립니다.",
        ),
    },
    next: NextSteps {
        wait: "카드를 가지고 자리에서 기다려 주세요",
        again: "카드를 다시 놓아 주세요.\n잘 안 되면 접수처에 말씀해 주세요",
        my_number_card: "마이넘버 카드를 놓아 주세요.\n없으신 분은 접수처에 말씀해 주세요",
        paper: "카드를 가지고 접수처로 와 주세요.\n자격확인서(資格確認書)가 있으면 보여 주세요",
        renew: "카드를 가지고 접수처로 와 주세요.\n갱신은 시구정촌 창구에서 할 수 있습니다",
        reception: "카드를 가지고 접수처에 말씀해 주세요",
    },
};
