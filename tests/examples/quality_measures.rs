//! What quality measures on the pictures of a data folder (`list.tsv`: identity, image, group), in
//! percentiles: where the limits of `face::quality` stand. `quality_measures DIR`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a person who reads on")]

use error_rates::List;
use face::{Manifest, Matcher, Measures, ModelBytes, ModelId, Rgb8};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: quality_measures DIR")?;
    let manifest = Manifest::built_in()?;
    let models = rig::places::models()?;
    let read = |id| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        Ok(std::fs::read(models.join(&manifest.entry(id)?.file))?)
    };
    let (yunet, sface) = (read(ModelId::YuNet)?, read(ModelId::SFace)?);
    let matcher = Matcher::load(&manifest, ModelBytes { yunet: &yunet, sface: &sface })?;
    let list = List::read(Path::new(&folder))?;
    let mut all = Vec::new();
    for listed in list.pictures {
        let picture = image::open(listed.path)?.into_rgb8();
        let picture = Rgb8::new(picture.width(), picture.height(), picture.into_raw())?;
        all.extend(matcher.measure(&picture)?);
    }
    println!("{} pictures with one face", all.len());
    println!("measure | 0.1 % | 1 % | 5 % | 50 % | 95 % | 99 % | 99.9 %");
    type Measure = fn(&Measures) -> i32;
    let rows: [(&str, Measure); 10] = [
        ("detection", |m| m.detection.into()),
        ("inter_eye", |m| m.inter_eye.into()),
        ("luma", |m| m.luma.into()),
        ("yaw", |m| m.yaw.abs().into()),
        ("sharpness", |m| m.sharpness.into()),
        ("share", |m| m.share.into()),
        ("behind", |m| m.behind.into()),
        ("clipped", |m| m.clipped.into()),
        ("eyes", |m| m.eyes.into()),
        ("mouth", |m| m.mouth.into()),
    ];
    for (name, measure) in rows {
        let mut values: Vec<i32> = all.iter().map(measure).collect();
        values.sort_unstable();
        let at = |thousandths: usize| values.get(values.len() * thousandths / 1000).copied().unwrap_or(0);
        let cells = [1, 10, 50, 500, 950, 990, 999].map(|share| at(share).to_string());
        println!("{name} | {}", cells.join(" | "));
    }
    Ok(())
}
