//! 中文（简体）, 한국어 and Tiếng Việt.

use super::Guide;

pub(super) static CHINESE: Guide = Guide {
    item: "{key}，{label}。",
    choose: "请按数字键选择。",
    again: "再听一遍，请按星号键。",
    pin_left: "还可以输入{left}次。",
    pin_keys: "请按4位数字，再按回车键。删除一位，请按减号键。返回，请按斜线键。",
    pin_full: "已输入4位数字。请按回车键。",
    last_try_soon: "已经呼叫前台工作人员。很快就可以输入。",
    face_first: "请将面部朝向摄像头。",
    other_side: "请按照语音提示的方向转动。",
    face_lost: "面部离开了摄像头。请慢慢转动。",
};

pub(super) static KOREAN: Guide = Guide {
    item: "{key}번, {label}.",
    choose: "번호 키를 눌러 선택해 주세요.",
    again: "다시 들으시려면 별표 키를 눌러 주세요.",
    pin_left: "앞으로 {left}번 입력할 수 있습니다.",
    pin_keys: "숫자 4자리를 누른 다음 엔터 키를 눌러 주세요. 하나를 지우려면 빼기 키, 뒤로 가려면 빗금 키를 눌러 주세요.",
    pin_full: "4자리를 입력했습니다. 엔터 키를 눌러 주세요.",
    last_try_soon: "접수처 직원을 불렀습니다. 곧 입력할 수 있습니다.",
    face_first: "얼굴을 카메라 쪽으로 향해 주세요.",
    other_side: "안내하는 쪽으로 얼굴을 돌려 주세요.",
    face_lost: "얼굴이 카메라에서 벗어났습니다. 천천히 해 주세요.",
};

pub(super) static VIETNAMESE: Guide = Guide {
    item: "{key}, {label}.",
    choose: "Xin bấm phím số để chọn.",
    again: "Để nghe lại, xin bấm phím sao.",
    pin_left: "Còn nhập được {left} lần.",
    pin_keys: "Xin bấm 4 chữ số rồi bấm phím Enter. Để xóa một số, bấm phím trừ. Để quay lại, bấm phím gạch chéo.",
    pin_full: "Đã nhập 4 chữ số. Xin bấm phím Enter.",
    last_try_soon: "Đã gọi nhân viên lễ tân. Bạn sẽ sớm nhập được.",
    face_first: "Xin hướng khuôn mặt về phía máy ảnh.",
    other_side: "Xin quay về phía được hướng dẫn.",
    face_lost: "Máy ảnh không thấy khuôn mặt. Xin làm từ từ.",
};
