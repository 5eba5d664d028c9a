//! How the Japanese voice is told to read what it would read in another way. Found in the list of readings
//! that Open JTalk gave of every sentence; the screens keep their letters.

/// As it is written, and in letters that are read in one way only.
pub(crate) const READINGS: [(&str, &str); 10] = [
    // ほう without this.
    ("お持ちの方", "お持ちのかた"),
    ("お持ちでない方", "お持ちでないかた"),
    ("動かせない方", "動かせないかた"),
    ("分かる方", "分かるかた"),
    // おてかず.
    ("お手数", "おてすう"),
    // べいしるし.
    ("米印", "こめじるし"),
    // In two words.
    ("しょうめい書", "しょうめいしょ"),
    // たい.
    ("台のまん中", "だいのまん中"),
    ("台の真ん中", "だいの真ん中"),
    ("台の上", "だいの上"),
];

/// A sentence as the voice is given it.
pub(crate) fn spoken(text: &str) -> String {
    READINGS.iter().fold(text.to_owned(), |text, (written, read)| text.replace(written, read))
}
