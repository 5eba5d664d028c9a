//! Tiếng Việt.

use crate::texts::Words;
use crate::texts::catalogue::*;

pub(super) static TEXTS: Catalogue = Catalogue {
    name: "Tiếng\nViệt",
    space: " ",
    buttons: Buttons {
        cancel: "Dừng",
        back: "Quay lại",
        confirm: "OK",
        erase: "Xóa",
        insist: "Vẫn nhập",
        do_not_insist: "Không nhập, quay lại",
        register: "Đăng ký",
        do_not_register: "Để sau",
        ask_staff: "Hỏi quầy lễ tân",
        ask_staff_explained: "Về mã PIN",
    },
    screens: Screens {
        waiting: Words::new(
            "Xin đặt thẻ\nMy Number",
            "Lấy thẻ ra khỏi bao, đặt lên máy đọc, mặt có ảnh hướng lên trên.",
        ),
        photo_use: "Ảnh chỉ để xác nhận là bạn, không lưu lại.",
        face_is_a_choice: "Không chọn khuôn mặt cũng không bất lợi gì.",
        take_your_card: Words::new("Xin lấy lại thẻ", "Thẻ vẫn còn trên máy đọc. Xin đừng quên."),
        reading: Words::new("Đang đọc thẻ", "Xin đừng di chuyển thẻ cho đến khi xong."),
        choose: "Xin chọn cách xác nhận",
        connecting: Words::new("Đang kiểm tra", "Xin chờ một chút."),
        pin_pad: "Xin nhập mã PIN\n4 chữ số",
        pin_left: "Còn nhập được {left} lần. Các số không hiện trên màn hình.",
        pin_last: "Nếu lần tới không khớp, mã PIN sẽ bị khóa",
        checking_pin: Words::new("Đang kiểm tra mã PIN", "Xin đừng di chuyển thẻ cho đến khi xong."),
        last_try: Words::new(
            "Nếu lần tới không khớp, mã PIN sẽ bị khóa",
            "Khi bị khóa, phải đặt lại mã PIN tại ủy ban thành phố hoặc quận. Nếu biết mật khẩu chữ ký, \
             bạn cũng có thể làm ở một số cửa hàng tiện lợi.",
        ),
        last_try_soon: "Đã gọi nhân viên lễ tân. Nút sẽ sớm bấm được.",
        last_try_now: "Đã gọi nhân viên lễ tân. Bạn cũng có thể hỏi họ.",
        reading_photo: Words::new(
            "Đang đọc ảnh trong thẻ",
            "Xin đừng di chuyển thẻ. Ảnh chỉ dùng để so với khuôn mặt của bạn.",
        ),
        no_preview: "Đang chuẩn bị máy ảnh",
        number_by_staff: Words::new("Nhân viên sẽ nhập số", "Đã gọi nhân viên. Xin chờ một chút."),
        staff_look: Words::new("Nhân viên lễ tân sẽ xác nhận khuôn mặt", "Đã gọi nhân viên. Xin chờ ở đây."),
        staff_ask: Words::new("Nhân viên sẽ hỏi về mã PIN", "Đã gọi nhân viên. Xin chờ ở đây."),
        signing: Words::new("Sắp xong", "Xin đừng di chuyển thẻ cho đến khi xong."),
        offer_registration: Words::new(
            "Dùng thẻ này làm thẻ bảo hiểm y tế?",
            "Thẻ này chưa được đăng ký. Đăng ký rồi, thẻ dùng được như thẻ bảo hiểm. Nếu không đăng ký, \
             quầy lễ tân sẽ kiểm tra bảo hiểm.",
        ),
    },
    methods: MethodNames {
        face: Named { name: "Khuôn mặt", explained: "Máy ảnh nhìn khuôn mặt" },
        pin: Named { name: "Mã PIN", explained: "Nhập 4 chữ số" },
        visual: Named { name: "Lễ tân", explained: "Nhân viên nhìn khuôn mặt" },
        face_and_visual: "Khuôn mặt và Lễ tân",
    },
    closed: Closed {
        pin_locked: "Mã PIN đang bị khóa.",
        go_on: Instead {
            both: "Hôm nay có thể tiếp tục bằng Khuôn mặt hoặc Lễ tân.",
            face: "Hôm nay có thể tiếp tục bằng Khuôn mặt.",
            visual: "Hôm nay có thể tiếp tục bằng Lễ tân.",
            neither: "Quầy lễ tân sẽ giúp bạn.",
        },
        no_pin_card: "Thẻ này không dùng mã PIN.",
        choose: Instead {
            both: "Xin chọn Khuôn mặt hoặc Lễ tân.",
            face: "Xin chọn Khuôn mặt.",
            visual: "Xin chọn Lễ tân.",
            neither: "Quầy lễ tân sẽ giúp bạn.",
        },
        marked: "Thẻ có dấu “顔認証”. Nếu muốn dùng mã PIN, xin hỏi quầy lễ tân.",
        last_try: "Nếu thêm một lần không khớp, mã PIN sẽ bị khóa. Để giữ an toàn, hiện không nhập được.",
        strikes: "Hai lần chưa xác nhận được mã PIN. Để không bị khóa, hôm nay tạm ngừng.",
        counters_unknown: "Không đọc được trạng thái thẻ. Không dùng được: {method}.",
        machine: "Do máy này, hiện không dùng được: {method}.",
        not_here: "Máy này không dùng được: {method}.",
        no_photo: "Vì không đọc được ảnh, ngừng {method}.",
        not_yet: "Máy này chưa dùng được: {method}.",
        used_up: "Lần này không thử thêm được: {method}.",
        part_failed: "Hiện không dùng được: {method}.",
        site: "Ở đây không dùng: {method}.",
    },
    notices: Notices {
        locked_now: "Mã PIN đã bị khóa.",
        rejected_last: "Mã PIN không khớp. Nếu lần tới không khớp, mã PIN sẽ bị khóa.",
        rejected: "Mã PIN không khớp. Còn nhập được {left} lần.",
        pin_unknown: "Chưa xác nhận được mã PIN. Xin đặt lại thẻ.",
        counter_changed: "Đã kiểm tra lại thẻ. Các số chưa được gửi tới thẻ.",
        ledger_failed: "Do máy này, không dùng được mã PIN. Các số chưa được gửi tới thẻ.",
        face_not_accepted: "Chưa xác nhận được khuôn mặt. Đã gọi nhân viên. Bạn cũng có thể chọn cách khác.",
        photo_unavailable: "Không đọc được ảnh trong thẻ. Xin chọn cách khác.",
        camera_failed: "Máy ảnh không hoạt động. Đã gọi nhân viên. Bạn cũng có thể chọn cách khác.",
        staff_closed: "Hiện lễ tân không xác nhận được. Xin chọn cách khác.",
    },
    camera: Camera {
        first: Words::new("Đưa khuôn mặt vào khung", "Xin bỏ khẩu trang và mũ."),
        again: Words::new("Chụp lại một lần nữa", "Xin bỏ khẩu trang và mũ."),
        no_face: Words::new("Nhìn vào máy ảnh", "Đưa khuôn mặt vào khung."),
        several_faces: Words::new("Chỉ một người thôi", "Người khác xin đứng xa một chút."),
        too_small: Words::new("Xin lại gần hơn", "Đưa khuôn mặt vào đầy khung."),
        too_dark: Words::new("Quay về phía sáng", "Khuôn mặt tối quá."),
        too_bright: Words::new("Tránh ánh sáng mạnh", "Khuôn mặt sáng quá."),
        blurred: Words::new("Xin giữ yên", "Chỉ một chút thôi."),
        turned: Words::new("Nhìn thẳng phía trước", "Nhìn vào máy ảnh trên màn hình."),
    },
    endings: Endings {
        verified: Words::new("Đã xác nhận", "Cảm ơn bạn. Đã xong."),
        ends_soon: Words::new(
            "Đã xác nhận",
            "Chứng thư điện tử của thẻ sắp hết hạn. Xin gia hạn sớm tại ủy ban thành phố hoặc quận.",
        ),
        entitlement_only: Words::new(
            "Đã xác nhận",
            "Chứng thư điện tử đã hết hạn. Hôm nay bác sĩ không xem được thông tin thuốc và khám sức khỏe.",
        ),
        registration_closed: Words::new(
            "Chưa đăng ký được ở đây",
            "Hôm nay không đăng ký được bằng cách này. Quầy lễ tân sẽ kiểm tra bảo hiểm.",
        ),
        registration_declined: Words::new(
            "Kết thúc, không đăng ký",
            "Bạn có thể đăng ký sau. Quầy lễ tân sẽ kiểm tra bảo hiểm.",
        ),
        cancelled: Words::new("Đã dừng", "Hôm nay bạn có thể làm bằng cách khác."),
        timed_out: Words::new("Đã hết thời gian", "Muốn làm lại, xin đặt lại thẻ."),
        other_person: Words::new(
            "Chưa xác nhận được là bạn",
            "Xin lỗi đã làm phiền. Quầy lễ tân sẽ giúp bạn.",
        ),
        pin_unknown: Words::new(
            "Chưa xác nhận được mã PIN",
            "Liên lạc với thẻ bị ngắt giữa chừng. Không biết mã PIN có khớp hay không.",
        ),
        no_authorisation: Words::new(
            "Quầy lễ tân sẽ xác nhận",
            "Máy này không xác nhận được nếu không có mã PIN. Quầy lễ tân sẽ giúp bạn.",
        ),
        no_method: Words::new(
            "Quầy lễ tân sẽ xác nhận",
            "Máy này chỉ làm được đến đây. Quầy lễ tân sẽ giúp bạn.",
        ),
        not_reached: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Không kết nối được. Không phải do thẻ của bạn. Quầy lễ tân sẽ giúp bạn.",
        ),
        service: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Có trục trặc giữa các máy. Không phải do thẻ của bạn. Quầy lễ tân sẽ giúp bạn.",
        ),
        expired: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Đã hết thời gian xác nhận. Quầy lễ tân sẽ giúp bạn.",
        ),
        other_card: Words::new("Có vẻ là\nthẻ khác", "Đây có vẻ không phải thẻ My Number."),
        resident_card: Words::new(
            "Có vẻ là\nthẻ cư trú cơ bản",
            "Thẻ này không dùng để kiểm tra bảo hiểm được.",
        ),
        phone: Words::new("Ở đây không dùng được điện thoại", "Máy này chỉ đọc thẻ."),
        mute: Words::new(
            "Không đọc được thẻ",
            "Lấy thẻ ra khỏi bao, đặt vào giữa máy đọc, mặt có ảnh hướng lên trên.",
        ),
        slow: Words::new("Không đọc được thẻ", "Có thể thẻ bị lệch. Xin đặt vào giữa máy đọc."),
        taken_away: Words::new("Thẻ đã rời khỏi máy", "Xin để thẻ trên máy đọc cho đến khi xong."),
        two_cards: Words::new("Có vẻ có hai thẻ", "Xin chỉ đặt một thẻ My Number."),
        stopped: Words::new(
            "Thẻ có vẻ đang bị dừng",
            "Ủy ban thành phố hoặc quận sẽ cho biết rõ. Hôm nay quầy lễ tân sẽ giúp bạn.",
        ),
        machine: Words::new(
            "Máy này đang trục trặc",
            "Xin lỗi bạn. Không phải do thẻ của bạn. Quầy lễ tân sẽ giúp bạn.",
        ),
        photo: Words::new("Chưa xác nhận được ảnh", "Xin lỗi đã làm phiền. Quầy lễ tân sẽ giúp bạn."),
        card: Words::new("Chưa xác nhận được thẻ", "Xin lỗi đã làm phiền. Quầy lễ tân sẽ giúp bạn."),
        certificate_ended: Words::new(
            "Chứng thư điện tử đã hết hạn",
            "Chưa xác nhận được bảo hiểm. Gia hạn xong sẽ dùng lại được.",
        ),
        certificate_revoked: Words::new(
            "Chứng thư điện tử không còn dùng",
            "Có thể xảy ra sau khi làm thủ tục thẻ. Quầy lễ tân sẽ giúp bạn.",
        ),
        certificate_on_hold: Words::new(
            "Thẻ đang tạm dừng",
            "Có thể xảy ra sau khi báo mất thẻ. Quầy lễ tân sẽ giúp bạn.",
        ),
        certificate_unknown: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Chưa xác nhận được chứng thư điện tử. Quầy lễ tân sẽ giúp bạn.",
        ),
        not_permitted: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Hôm nay không dùng được cách này. Quầy lễ tân sẽ giúp bạn.",
        ),
        not_sufficient: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Xác nhận ở đây chưa đủ. Quầy lễ tân sẽ giúp bạn.",
        ),
        terminal: Words::new(
            "Chưa xác nhận được bảo hiểm",
            "Máy này đang trục trặc. Không phải do thẻ của bạn. Quầy lễ tân sẽ giúp bạn.",
        ),
    },
    next: NextSteps {
        wait: "Xin lấy thẻ và ngồi chờ",
        again: "Xin đặt lại thẻ.\nNếu không được, xin báo quầy lễ tân",
        my_number_card: "Xin đặt thẻ My Number.\nNếu không có, xin báo quầy lễ tân",
        paper: "Xin lấy thẻ và đến quầy lễ tân.\nNếu có 資格確認書 (giấy xác nhận), xin cho xem",
        renew: "Xin lấy thẻ và đến quầy lễ tân.\nCó thể gia hạn tại ủy ban",
        reception: "Xin lấy thẻ và báo quầy lễ tân",
    },
};
