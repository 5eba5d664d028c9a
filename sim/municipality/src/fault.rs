//! Why the counter does not do it, who is to blame, and what to do next.

use std::path::PathBuf;

use virtual_card::card_file::CardStatus;
use virtual_card::date::Date;
use virtual_card::error::Error;

/// A refusal or a failure. Its text is two lines, Japanese and English, each with the next step.
///
/// No text repeats a word of the command line that could be a PIN: only card numbers and paths are
/// repeated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MunicipalityFault {
    /// Misuse: no command, or none of the counter's.
    #[error("窓口の手続き名がありません。一覧は card help です。\nno such command: `card help` lists them")]
    NoCommand,
    /// Misuse: a word is missing.
    #[error("{what} が足りません。使い方: card {usage}\n{what} is missing; usage: card {usage}")]
    MissingWord {
        /// The word's place in the usage line, or the option without its value.
        what: &'static str,
        /// The command's usage line.
        usage: &'static str,
    },
    /// Misuse: a word that the command has no place for.
    #[error(
        "余分な語かオプションがあります。使い方: card {usage}\na word or option too many; usage: card {usage}"
    )]
    UnexpectedWord {
        /// The command's usage line.
        usage: &'static str,
    },
    /// Misuse: an option given twice.
    #[error("{option} が二度あります。一度だけ書いてください。\n{option} is given twice: give it once")]
    Repeated {
        /// The option.
        option: &'static str,
    },
    /// Misuse: a word of the wrong form.
    #[error("{what} の形が違います。{form} と書いてください。\n{what} has the wrong form: write {form}")]
    WordForm {
        /// The word's place in the usage line, or the option.
        what: &'static str,
        /// The right form.
        form: &'static str,
    },
    /// Misuse: a part of a picture, and no picture.
    #[error("--crop には --photo も書いてください。\n--crop needs --photo")]
    CropWithoutPhoto,
    /// Misuse: the part begins beyond the picture's edge.
    #[error(
        "--crop が写真の外です。写真は {width}×{height} 画素です。その中の範囲を書いてください。\n\
         --crop lies outside the picture of {width}×{height} pixels: give a part of it"
    )]
    CropOutside {
        /// The picture's width in pixels.
        width: u32,
        /// The picture's height in pixels.
        height: u32,
    },
    /// Misuse: no profile of that name.
    #[error(
        "そのカードの種類はありません。一覧は card profiles です。\nno such profile: `card profiles` lists them"
    )]
    UnknownProfile,
    /// Misuse: born after the day of issue.
    #[error(
        "生年月日が交付日 {day} より後です。--birth か --day を直してください。\n\
         born after the day of issue, {day}: correct --birth or --day"
    )]
    NotYetBorn {
        /// The day of issue.
        day: Date,
    },
    /// Misuse: the simulator's issuers are not valid on that day.
    #[error(
        "{day} には模擬認証局が有効ではありません。{first} から {last} までの日にしてください。\n\
         the simulator's issuers are not valid on {day}: give a day from {first} to {last}"
    )]
    OutsideIssuers {
        /// The day asked for.
        day: Date,
        /// First day of the issuers.
        first: Date,
        /// Last day of the issuers.
        last: Date,
    },
    /// Misuse: no such card in the store.
    #[error(
        "{number:03} 番のカードは {store} にありません。card list で確かめ、card new で作ってください。\n\
         card {number:03} is not in {store}: see `card list`, make one with `card new`"
    )]
    NoSuchCard {
        /// The number asked for.
        number: u32,
        /// The store that was looked in.
        store: PathBuf,
    },
    /// Refused: カード運用状況 is not what the deed needs (S:760).
    #[error(
        "{number:03} 番のカードは「{}」です。{}\ncard {number:03} is {}: {}",
        crate::words::status(*status).0,
        crate::words::status_next_step(*status, *number).0,
        crate::words::status(*status).1,
        crate::words::status_next_step(*status, *number).1
    )]
    WrongStatus {
        /// The card.
        number: u32,
        /// The status found.
        status: CardStatus,
    },
    /// Refused: a phone, an old 住基カード, another card or a dead chip.
    #[error(
        "{number:03} 番はマイナンバーカードではありません。別のカードを card list から選んでください。\n\
         card {number:03} is not a My Number Card: choose another from `card list`"
    )]
    NotAMyNumberCard {
        /// The card.
        number: u32,
    },
    /// Refused: Q7 is for cards whose 追記欄 says 「顔認証」 (S:1139).
    #[error(
        "{number:03} 番のカードの追記欄に「顔認証」がありません。顔認証カードにするには先に card lock-pins {number}、\
         暗証番号のあるカードの住所変更は本人の住基暗証番号で行います。\n\
         the 追記欄 of card {number:03} does not say 「顔認証」: `card lock-pins {number}` makes it a 顔認証 card; \
         the address of a card with PINs is changed with its holder's 住基 PIN"
    )]
    NotMarked {
        /// The card.
        number: u32,
    },
    /// Refused: a PIN of the wrong form. The PIN is not repeated.
    #[error(
        "暗証番号は数字4桁です。--pin に数字4桁を書いてください。\na PIN is 4 digits: give --pin 4 digits"
    )]
    PinForm,
    /// Refused: the chip has no such PIN or check number.
    #[error(
        "{number:03} 番のカードに {name} はありません。card show {number} で確かめてください。\n\
         card {number:03} has no {name}: see `card show {number}`"
    )]
    NoSuchReference {
        /// The card.
        number: u32,
        /// The reference's name on the command line.
        name: &'static str,
    },
    /// Refused: more tries than the card can count.
    #[error(
        "{name} の残り回数は 0 から {most} までにしてください。\n{name} has at most {most} tries: give 0 to {most}"
    )]
    TooManyTries {
        /// The reference's name on the command line.
        name: &'static str,
        /// The most that the chip allows.
        most: u8,
    },
    /// Refused: the store's issuers follow from another seed.
    #[error(
        "{store} の認証局は別の --seed で作られています。--seed を省くか、別の --store を使ってください。\n\
         the issuers in {store} were made from another seed: leave --seed out, or take another --store"
    )]
    AnotherSeed {
        /// The store.
        store: PathBuf,
    },
    /// Channel: another command is at work in the store.
    #[error(
        "{store} では別の手続きの最中です。終わってからもう一度行ってください。\n\
         another command is at work in {store}: wait for it and try again"
    )]
    Busy {
        /// The store.
        store: PathBuf,
    },
    /// Malformed: the file is another card's, for instance a copy.
    #[error(
        "{path} の中身は {found:03} 番のカードです。元のファイル名に戻してください。\n\
         {path} holds card {found:03}: give the file its own name back"
    )]
    AnotherCard {
        /// The file.
        path: PathBuf,
        /// The number in it.
        found: u32,
    },
    /// Channel: neither `XDG_DATA_HOME` nor `HOME` says where the store is.
    #[error(
        "カードの置き場所が分かりません。--store でディレクトリを書いてください。\n\
         no XDG_DATA_HOME and no HOME: name a directory with --store"
    )]
    NoHome,
    /// Channel: this machine's clock shows no day that a card could be issued on.
    #[error(
        "この機械の時計が合っていません。--day で日付を書いてください。\n\
         this machine's clock is not set: give --day"
    )]
    Clock,
    /// Channel: the operating system has no randomness.
    #[error("乱数が得られません。機械を再起動してください。\nno randomness from this machine: restart it")]
    Randomness,
    /// Channel: a directory or file of the store.
    #[error(
        "{path} を使えません ({source})。権限と空きを確かめるか、別の --store を使ってください。\n\
         {path}: {source}; see to its rights and space, or take another --store"
    )]
    Storage {
        /// The path concerned.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// The virtual card: its error says who is to blame and names what has to be installed.
    #[error("模擬カードの都合でできませんでした。下の英文の原因を直してください。\nthe virtual card: {0}")]
    VirtualCard(#[from] Error),
    /// Channel: what the counter says can't be written.
    #[error("画面に書けません ({0})。\ncan't write the answer: {0}")]
    Output(#[from] std::io::Error),
}
