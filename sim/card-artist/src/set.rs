//! A folder of pictures with their truth.

use crate::dice::Dice;
use crate::fonts::Fonts;
use crate::front::Printer;
use crate::note::Note;
use crate::person::Person;
use crate::scene::Scene;
use crate::sheet::Sheet;
use crate::truth::{self, Card};
use crate::{back, camera, picture, wear};
use card_front::Layout;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Share of cards that lie with their contacts up.
const BACKS: f32 = 0.08;
/// Purposes of dice: what is added to one does not change the others.
const PRINT: u64 = 1;
const SCENE: u64 = 2;
const FRAME: u64 = 3;
const OTHER: u64 = 1 << 32;

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Order {
    /// Cards.
    pub count: u64,
    /// Where all dice begin.
    pub seed: u64,
    /// Pictures of each card.
    pub frames: u64,
    /// The folder.
    pub out: PathBuf,
}

/// A card's number, and the truth of each of its pictures.
type Truths = (u64, Vec<Value>);

/// Draws a set, on every processor that there is.
///
/// # Errors
/// A font that is missing, or a file that can't be written.
pub fn draw(order: &Order) -> Result<(), String> {
    let fonts = Fonts::load()?;
    let layout = Layout::built_in().map_err(|fault| fault.to_string())?;
    std::fs::create_dir_all(&order.out).map_err(|error| format!("{}: {error}", order.out.display()))?;
    let mut truths = cards(order, &fonts, &layout)?;
    truths.sort_by_key(|(id, _)| *id);
    let truths: Vec<Value> = truths.into_iter().flat_map(|(_, frames)| frames).collect();
    let told = json!({ "count": order.count, "seed": order.seed, "frames": order.frames });
    write(&order.out.join("order.json"), format!("{told}\n").as_bytes())?;
    write(&order.out.join("layout.json"), format!("{:#}\n", truth::layout(&layout)).as_bytes())?;
    write(&order.out.join("truth.json"), format!("{:#}\n", Value::from(truths)).as_bytes())
}

/// Every card's truth by its number, in any order.
fn cards(order: &Order, fonts: &Fonts, layout: &Layout) -> Result<Vec<Truths>, String> {
    let next = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut truths = Vec::new();
        loop {
            let id = next.fetch_add(1, Ordering::Relaxed);
            if id >= order.count {
                return Ok(truths);
            }
            truths.push((id, card(order, fonts, layout, id)?));
        }
    };
    let drawn: Result<Vec<Vec<Truths>>, String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().map_err(|_| "a worker died".to_owned())?).collect()
    });
    Ok(drawn?.into_iter().flatten().collect())
}

fn card(order: &Order, fonts: &Fonts, layout: &Layout, id: u64) -> Result<Vec<Value>, String> {
    let mut dice = Dice::new(order.seed, id, SCENE);
    let card = described(order.seed, id, layout, &mut dice);
    let sheet = face(&card, fonts, layout, &mut Dice::new(order.seed, id, PRINT));
    let other = card.scene.second.map(|_| {
        let other = described(order.seed, id + OTHER, layout, &mut Dice::new(order.seed, id + OTHER, SCENE));
        face(&other, fonts, layout, &mut Dice::new(order.seed, id + OTHER, PRINT))
    });
    // It lies still: frames differ in the sensor's noise alone, and what is in the way of one is in the way
    // of all. Two frames that agree on something wrong must have the chance to.
    let light =
        camera::focused(picture::picture(&card.scene, &sheet, other.as_ref(), &mut dice), &card.scene);
    let mut truths = Vec::new();
    for frame in 0..order.frames {
        let mut dice = Dice::new(order.seed, id, FRAME + frame);
        write(&order.out.join(card.file(frame)), &camera::taken(&light, &card.scene, &mut dice)?)?;
        truths.push(card.truth(frame, layout));
    }
    Ok(truths)
}

fn described(seed: u64, id: u64, layout: &Layout, scene: &mut Dice) -> Card {
    let mut dice = Dice::new(seed, id, 0);
    Card {
        id,
        person: Person::draw(&mut dice),
        note: Note::draw(&mut dice),
        back: dice.chance(BACKS),
        scene: Scene::draw(layout, scene),
    }
}

fn face(card: &Card, fonts: &Fonts, layout: &Layout, dice: &mut Dice) -> Sheet {
    if card.back {
        return back::back(fonts, &card.person, dice);
    }
    let mut sheet = Printer::draw(fonts, layout, dice, card.scene.pale).front(&card.person, &card.note, dice);
    if let Some(zone) = card.scene.worn {
        wear::wear(&mut sheet, zone, dice);
    }
    sheet
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
