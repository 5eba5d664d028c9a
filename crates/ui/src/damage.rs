//! What has to be drawn again.

use crate::area::Area;
use crate::scene::{Item, Scene};

/// Areas that are drawn again, apart from each other. What is outside of all of them stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    areas: Vec<Area>,
}

/// Areas that are nearer than this to each other are drawn as one.
const NEAR: i32 = 8;

impl Damage {
    /// Everything inside of `page`.
    pub fn whole(page: Area) -> Self {
        Self { areas: vec![page] }
    }

    /// Where a scene shows something else than the one before it, on the same target in the same theme
    /// and without a picture of a person in either.
    pub fn between(before: &Scene, after: &Scene) -> Self {
        let mut damage = Self::default();
        // What both show, in the same order, stays. An item that is found late takes those that it
        // passes with it: that draws too much and never too little.
        let mut rest = before.items();
        for item in after.items() {
            match rest.iter().position(|known| known == item) {
                Some(place) => {
                    let (gone, from) = rest.split_at(place);
                    gone.iter().for_each(|item| damage.add(item.reach()));
                    rest = from.get(1..).unwrap_or_default();
                }
                None => damage.add(item.reach()),
            }
        }
        rest.iter().map(Item::reach).for_each(|area| damage.add(area));
        damage
    }

    /// Takes an area in.
    pub fn add(&mut self, area: Area) {
        let mut area = area;
        while let Some(place) = self.areas.iter().position(|known| known.nearer(&area, NEAR)) {
            area = area.around(&self.areas.swap_remove(place));
        }
        self.areas.push(area);
    }

    /// Cuts off what lies outside of `page`.
    #[must_use]
    pub fn inside(self, page: Area) -> Self {
        Self { areas: self.areas.iter().filter_map(|area| area.common(&page)).collect() }
    }

    /// The areas, in no order.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Whether it reaches into an area.
    pub fn meets(&self, area: &Area) -> bool {
        self.areas.iter().any(|known| known.common(area).is_some())
    }
}
