//! What stands in the 追記欄: changes of address, other entries, and the mark of a card without PIN.

use crate::dice::Dice;
use crate::person;

/// How the mark is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Printed.
    Print,
    /// Written with a pen.
    Pen,
}

/// The ink of a line through the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// As corrections are.
    Red,
    /// Of a pen.
    Black,
}

/// 「顔認証」, and what has become of it.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its characters.
    pub text: &'static str,
    /// Its characters are not those that a Japanese font has for 顔認証.
    pub variant: bool,
    /// Printed or written.
    pub hand: Hand,
    /// A date behind it.
    pub date: Option<String>,
    /// A line through it.
    pub struck: Option<Ink>,
}

/// The whole field.
#[derive(Debug, Clone)]
pub struct Note {
    /// Lines above the mark.
    pub entries: Vec<String>,
    /// The mark.
    pub mark: Option<Mark>,
    /// A 職印 beside each line.
    pub stamped: bool,
}

impl Note {
    /// What one card's field says.
    pub fn draw(dice: &mut Dice) -> Self {
        let entries = match dice.whole(0, 9) {
            0..=4 => Vec::new(),
            5..=7 => vec![entry(dice)],
            _ => vec![entry(dice), entry(dice)],
        };
        let mark = dice.chance(0.55).then(|| mark(dice));
        Self { entries, mark, stamped: dice.chance(0.6) }
    }
}

fn mark(dice: &mut Dice) -> Mark {
    let variant = dice.chance(0.2);
    // Old forms, and those that a font of another language has.
    let text =
        if variant { dice.one(["顏認証", "顔認證", "顏認證", "顔認証"]) } else { "顔認証" };
    let struck = dice.chance(0.3).then(|| dice.one([Ink::Red, Ink::Black]));
    Mark {
        text,
        variant,
        hand: dice.one([Hand::Print, Hand::Print, Hand::Pen]),
        date: dice.chance(0.5).then(|| date(dice)),
        struck,
    }
}

/// An entry that is not the mark, some with a character of it.
fn entry(dice: &mut Dice) -> String {
    let day = date(dice);
    match dice.whole(0, 9) {
        0 => format!("{day} 旧氏併記"),
        1 => format!("{day} 電子証明書 更新"),
        2 => format!("{day} 顔写真 変更"),
        3 => format!("{day} 氏名変更 確認済"),
        _ => {
            let place = person::place(dice);
            format!("{day} {}に転入", person::address(dice, place))
        }
    }
}

fn date(dice: &mut Dice) -> String {
    let (year, month, day) = (dice.whole(5, 8), dice.whole(1, 12), dice.whole(1, 28));
    if dice.chance(0.5) {
        format!("令和{year}年{month}月{day}日")
    } else {
        format!("令和{year}.{month}.{day}")
    }
}
