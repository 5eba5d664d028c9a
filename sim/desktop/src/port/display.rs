//! A display without a window: each new screen becomes a PNG, and the person is told of it.
//!
//! Pictures of persons are not drawn into the files: no face is written to disk, here neither.
//! Their slots show what they show while a picture is on its way.

use embedded_graphics::prelude::Size;
use runtime::port::{Display, Frame, Picture};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use terminal::{Language, Screen};

/// Draws with `ui` into pictures.
pub struct HeadlessDisplay {
    fonts: ui::Fonts,
    directory: PathBuf,
    drawn: u32,
    last: Option<(Screen, Language)>,
    language: Language,
    person: Sender<Screen>,
}

/// The smallest screen that the layouts are made for.
const SIZE: (u32, u32) = (800, 480);

impl HeadlessDisplay {
    /// A display that writes into `directory` and tells `person` of each new screen.
    pub const fn new(fonts: ui::Fonts, directory: PathBuf, person: Sender<Screen>) -> Self {
        Self { fonts, directory, drawn: 0, last: None, language: Language::Japanese, person }
    }

    fn draw(&self, screen: &Screen) -> Vec<u8> {
        let pictures = ui::Pictures::default();
        let view =
            ui::View { size: Size::new(SIZE.0, SIZE.1), theme: ui::Theme::Standard, language: self.language };
        let mut canvas = ui::Canvas::new(view.size);
        // A canvas in memory has no error.
        let Ok(()) = ui::draw(screen, &view, &pictures, &self.fonts, &mut canvas);
        canvas.bytes().to_vec()
    }
}

impl Display for HeadlessDisplay {
    fn show(&mut self, screen: &Screen, _preview: Option<&Frame>, _chip_photo: Option<&Picture>) {
        let shown = Some((*screen, self.language));
        if self.last == shown {
            return;
        }
        let known = self.last.is_some_and(|(last, _)| last == *screen);
        self.last = shown;
        self.drawn = self.drawn.saturating_add(1);
        let pixels = self.draw(screen);
        let path = self.directory.join(format!("{:02}-{}.png", self.drawn, name(screen)));
        if let Err(error) = save(&path, Size::new(SIZE.0, SIZE.1), &pixels) {
            eprintln!("screen {}: {error}", path.display());
        }
        if !known {
            // Nobody watches any more when the demonstration is over.
            let _ = self.person.send(*screen);
        }
    }

    fn speak(&mut self, language: Language) {
        self.language = language;
    }

    fn reception_feed(&mut self, lost: bool) {
        if lost {
            eprintln!("the feed to reception is lost");
        }
    }
}

/// Saves RGB pixels as a PNG.
pub(crate) fn save(path: &std::path::Path, size: Size, rgb: &[u8]) -> std::io::Result<()> {
    let file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut encoder = png::Encoder::new(file, size.width, size.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(std::io::Error::other)?;
    writer.write_image_data(rgb).map_err(std::io::Error::other)
}

/// The variant's name, for the file name.
fn name(screen: &Screen) -> String {
    let debug = format!("{screen:?}");
    debug.split([' ', '(', '{']).next().unwrap_or("screen").to_lowercase()
}
