//! English, and Português as in Brazil.

use super::Guide;

pub(super) static ENGLISH: Guide = Guide {
    item: "{key}: {label}.",
    choose: "Please press the key of its number.",
    again: "To hear this again, press the star key.",
    pin_left: "Tries left: {left}.",
    pin_keys: "Type 4 digits, then press Enter. To erase one, press minus. To go back, press slash.",
    pin_full: "4 digits are typed. Please press Enter.",
    last_try_soon: "Reception has been called. You can enter it in a moment.",
    face_first: "Hold your face towards the camera.",
    other_side: "Please turn to the side that you are told.",
    face_lost: "The camera lost your face. Slowly, please.",
};

pub(super) static PORTUGUESE: Guide = Guide {
    item: "{key}: {label}.",
    choose: "Pressione a tecla do número.",
    again: "Para ouvir de novo, pressione a tecla asterisco.",
    pin_left: "Tentativas restantes: {left}.",
    pin_keys: "Digite 4 números e pressione Enter. Para apagar um, pressione menos. Para voltar, pressione barra.",
    pin_full: "Os 4 números foram digitados. Pressione Enter.",
    last_try_soon: "A recepção foi chamada. Você logo poderá digitar.",
    face_first: "Vire o rosto para a câmera.",
    other_side: "Vire-se para o lado que a voz disser.",
    face_lost: "A câmera perdeu o seu rosto. Devagar, por favor.",
};
