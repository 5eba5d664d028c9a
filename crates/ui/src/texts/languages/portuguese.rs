//! Português, as in Brazil.

use crate::texts::Words;
use crate::texts::catalogue::*;

pub(super) static TEXTS: Catalogue = Catalogue {
    name: "Português",
    space: " ",
    buttons: Buttons {
        cancel: "Sair",
        back: "Voltar",
        confirm: "OK",
        erase: "Apagar",
        insist: "Digitar assim mesmo",
        do_not_insist: "Voltar sem digitar",
        register: "Registrar",
        do_not_register: "Agora não",
        ask_staff: "Perguntar",
        ask_staff_explained: "Sobre a senha",
        cannot_turn: "Sem virar a cabeça",
    },
    screens: Screens {
        waiting: Words::new(
            "Coloque seu cartão\nMy Number",
            "Tire-o da capa e coloque-o no leitor com a foto para cima.",
        ),
        photo_use: "A foto só confirma que é você e não é guardada.",
        face_is_a_choice: "Recusar o rosto não traz nenhum prejuízo.",
        take_your_card: Words::new(
            "Retire o seu cartão",
            "O cartão ainda está no leitor. Não se esqueça dele.",
        ),
        reading: Words::new("Lendo o cartão", "Não mova o cartão até terminar."),
        choose: "Como vamos confirmar que é você?",
        connecting: Words::new("Verificando", "Aguarde um momento, por favor."),
        pin_pad: "Digite a senha\nde 4 números",
        pin_left: "Tentativas restantes: {left}. Os números não aparecem.",
        pin_last: "Se a próxima não conferir, a senha será bloqueada",
        checking_pin: Words::new("Verificando a senha", "Não mova o cartão até terminar."),
        last_try: Words::new(
            "Se a próxima não conferir, a senha será bloqueada",
            "Para desbloquear, é preciso ir à prefeitura. Quem sabe a senha de assinatura pode \
             fazer isso também em algumas lojas de conveniência.",
        ),
        last_try_soon: "A recepção foi chamada. O botão logo funcionará.",
        last_try_now: "A recepção foi chamada. Pergunte também a ela.",
        reading_photo: Words::new(
            "Lendo a foto do cartão",
            "Não mova o cartão. A foto serve só para comparar com o seu rosto.",
        ),
        no_preview: "Preparando a câmera",
        number_by_staff: Words::new("A recepção vai digitar", "Já foi chamada. Aguarde."),
        staff_look: Words::new(
            "A recepção vai confirmar que é você",
            "Já foi chamada. Aguarde aqui, por favor.",
        ),
        staff_ask: Words::new("A recepção vai falar da senha", "Já foi chamada. Aguarde aqui."),
        signing: Words::new("Quase pronto", "Não mova o cartão até terminar."),
        offer_registration: Words::new(
            "Usar este cartão como cartão do seguro de saúde?",
            "Ele ainda não está registrado. Com o registro, serve como cartão do seguro. Sem registro, \
             a recepção verifica o seu seguro.",
        ),
    },
    methods: MethodNames {
        face: Named { name: "Rosto", explained: "A câmera vê o seu rosto" },
        pin: Named { name: "Senha", explained: "Você digita 4 números" },
        visual: Named { name: "Recepção", explained: "A recepção vê o seu rosto" },
        face_and_visual: "Rosto e Recepção",
    },
    closed: Closed {
        pin_locked: "A senha está bloqueada.",
        go_on: Instead {
            both: "Hoje você pode continuar com Rosto ou Recepção.",
            face: "Hoje você pode continuar com Rosto.",
            visual: "Hoje você pode continuar com Recepção.",
            neither: "A recepção vai ajudar você.",
        },
        no_pin_card: "Este cartão não usa senha.",
        choose: Instead {
            both: "Escolha Rosto ou Recepção.",
            face: "Escolha Rosto.",
            visual: "Escolha Recepção.",
            neither: "A recepção vai ajudar você.",
        },
        marked: "O cartão tem a marca “顔認証”. Para usar a senha, fale com a recepção.",
        last_try: "Mais uma que não conferir bloqueia a senha. Para protegê-la, não a pedimos agora.",
        strikes: "A senha não pôde ser confirmada 2 vezes. Para não bloquear, hoje não a pedimos mais.",
        counters_unknown: "Não foi possível ler o estado do cartão. Não disponível: {method}.",
        machine: "Por causa desta máquina, não disponível agora: {method}.",
        not_here: "Não disponível nesta máquina: {method}.",
        no_photo: "Sem ler a foto, não disponível: {method}.",
        not_yet: "Ainda não disponível nesta máquina: {method}.",
        used_up: "Não disponível mais desta vez: {method}.",
        part_failed: "Não disponível agora: {method}.",
        site: "Não usamos aqui: {method}.",
        needs_movement: "É preciso virar a cabeça: {method}.",
    },
    notices: Notices {
        locked_now: "A senha foi bloqueada.",
        rejected_last: "A senha não conferiu. Se a próxima não conferir, a senha será bloqueada.",
        rejected: "A senha não conferiu. Tentativas restantes: {left}.",
        pin_unknown: "Não foi possível confirmar a senha. Coloque o cartão de novo, por favor.",
        counter_changed: "Verificamos o cartão de novo. Os números não foram enviados a ele.",
        ledger_failed: "Por causa desta máquina, a senha não está disponível. Os números não foram enviados.",
        face_not_accepted: "Não confirmamos o seu rosto. A recepção foi chamada. Há também outras formas.",
        photo_unavailable: "Não foi possível ler a foto do cartão. Escolha outra forma, por favor.",
        camera_failed: "A câmera não funciona. A recepção foi chamada. Há também outras formas.",
        staff_closed: "A recepção não pode confirmar agora. Escolha outra forma, por favor.",
    },
    camera: Camera {
        first: Words::new("Ponha o rosto dentro do oval", "Tire a máscara e o chapéu."),
        again: Words::new("Vamos tirar mais uma", "Tire a máscara e o chapéu."),
        no_face: Words::new("Olhe para a câmera", "Ponha o rosto dentro do oval."),
        several_faces: Words::new("Uma pessoa de cada vez", "Os outros, afastem-se um pouco."),
        too_small: Words::new("Chegue mais perto", "Encha o oval com o rosto."),
        too_dark: Words::new("Vire-se para a luz", "O rosto está escuro demais."),
        too_bright: Words::new("Evite a luz forte", "O rosto está claro demais."),
        blurred: Words::new("Fique parado", "Só um instante, por favor."),
        turned: Words::new("Olhe para a frente", "Para a câmera acima da tela."),
        look_ahead: Words::new("Olhe para a frente", "Para a câmera acima da tela."),
        turn_left: Words::new("Vire o rosto um pouco à esquerda", "Devagar, na direção da seta."),
        turn_right: Words::new("Vire o rosto um pouco à direita", "Devagar, na direção da seta."),
        did_not_turn: Words::new("Vire um pouco mais", "Mais uma vez: siga a seta."),
        other_side: Words::new("Siga a seta", "Mais uma vez: vire quando a seta aparecer."),
        face_lost: Words::new("Fique dentro do oval", "Mais uma vez: vire devagar."),
    },
    endings: Endings {
        verified: Words::new("Confirmado", "Obrigado. Está tudo pronto."),
        ends_soon: Words::new(
            "Confirmado",
            "O certificado digital do cartão vence em breve. Renove-o logo na prefeitura.",
        ),
        entitlement_only: Words::new(
            "Confirmado",
            "O certificado digital venceu. Hoje os dados de remédios e exames não podem ser mostrados \
             ao médico.",
        ),
        registration_closed: Words::new(
            "O cartão não foi registrado aqui",
            "Desta forma, não é possível registrar hoje. A recepção verifica o seu seguro.",
        ),
        registration_declined: Words::new(
            "Terminamos sem registrar",
            "Você pode registrar depois. A recepção verifica o seu seguro.",
        ),
        cancelled: Words::new("Cancelado", "Hoje você pode se apresentar de outra forma."),
        timed_out: Words::new("O tempo acabou", "Para tentar de novo, coloque o cartão outra vez."),
        other_person: Words::new(
            "Não confirmamos que é você",
            "Desculpe o incômodo. A recepção vai ajudar você.",
        ),
        pin_unknown: Words::new(
            "Não foi possível confirmar a senha",
            "O contato com o cartão foi interrompido. Não sabemos se a senha conferiu.",
        ),
        no_authorisation: Words::new(
            "A recepção vai confirmar",
            "Esta máquina não confirma sem senha. A recepção vai ajudar você.",
        ),
        no_method: Words::new(
            "A recepção vai confirmar",
            "Esta máquina não pode fazer mais hoje. A recepção vai ajudar você.",
        ),
        not_reached: Words::new(
            "Não conseguimos confirmar o seguro",
            "Não houve conexão. Não é por causa do cartão. A recepção vai ajudar você.",
        ),
        service: Words::new(
            "Não conseguimos confirmar o seguro",
            "Houve um problema entre as máquinas. Não é por causa do cartão. A recepção vai ajudar você.",
        ),
        expired: Words::new(
            "Não conseguimos confirmar o seguro",
            "O tempo para isso acabou. A recepção vai ajudar você.",
        ),
        other_card: Words::new("Parece ser\noutro cartão", "Este não parece ser o cartão My Number."),
        resident_card: Words::new(
            "Parece ser o cartão de\nregistro de residente",
            "Ele não serve para verificar o seguro.",
        ),
        phone: Words::new("Celular não pode ser usado aqui", "Esta máquina lê só cartões."),
        mute: Words::new(
            "Não conseguimos ler o cartão",
            "Tire-o da capa e coloque-o no meio do leitor, com a foto para cima.",
        ),
        slow: Words::new(
            "Não conseguimos ler o cartão",
            "Ele pode ter saído do lugar. Coloque-o no meio do leitor.",
        ),
        taken_away: Words::new("O cartão se afastou", "Deixe-o no leitor até terminar, por favor."),
        two_cards: Words::new("Parece haver dois cartões", "Coloque só o cartão My Number."),
        stopped: Words::new(
            "O cartão parece estar suspenso",
            "A prefeitura pode explicar melhor. Hoje a recepção vai ajudar você.",
        ),
        machine: Words::new(
            "Esta máquina está com problema",
            "Desculpe. Não é por causa do cartão. A recepção vai ajudar você.",
        ),
        photo: Words::new(
            "Não foi possível confirmar a foto",
            "Desculpe o incômodo. A recepção vai ajudar você.",
        ),
        card: Words::new(
            "Não foi possível confirmar o cartão",
            "Desculpe o incômodo. A recepção vai ajudar você.",
        ),
        certificate_ended: Words::new(
            "O certificado digital venceu",
            "Não conseguimos confirmar o seguro. Depois de renovado, o cartão volta a funcionar.",
        ),
        certificate_revoked: Words::new(
            "O certificado digital não está em uso",
            "Isso pode ocorrer depois de um trâmite do cartão. A recepção vai ajudar você.",
        ),
        certificate_on_hold: Words::new(
            "O cartão está suspenso por enquanto",
            "Isso pode ocorrer depois de um aviso de perda. A recepção vai ajudar você.",
        ),
        certificate_unknown: Words::new(
            "Não conseguimos confirmar o seguro",
            "Não foi possível confirmar o certificado digital. A recepção vai ajudar você.",
        ),
        not_permitted: Words::new(
            "Não conseguimos confirmar o seguro",
            "Esta forma não pode ser usada hoje. A recepção vai ajudar você.",
        ),
        not_sufficient: Words::new(
            "Não conseguimos confirmar o seguro",
            "A verificação aqui não foi suficiente. A recepção vai ajudar você.",
        ),
        terminal: Words::new(
            "Não conseguimos confirmar o seguro",
            "Esta máquina está com problema. Não é por causa do cartão. A recepção vai ajudar você.",
        ),
    },
    next: NextSteps {
        wait: "Retire o cartão e espere sentado",
        again: "Coloque o cartão de novo.\nSe não funcionar, fale com a recepção",
        my_number_card: "Coloque o cartão My Number.\nSe não o tiver, fale com a recepção",
        paper: "Leve o cartão à recepção.\nMostre o 資格確認書 (shikaku kakuninsho), se tiver",
        renew: "Leve o cartão à recepção.\nA prefeitura pode renovar",
        reception: "Retire o cartão e fale com a recepção",
    },
};
