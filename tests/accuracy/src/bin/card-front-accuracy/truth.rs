//! What the pictures show, by the file beside them.

use card_front::Layout;
use card_front::layout::Zone;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A folder of pictures.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) layout: Layout,
    /// The command that draws it, if it was drawn by ours.
    pub(crate) drawn_by: Option<String>,
    /// The frames of one card stand beside each other.
    pub(crate) frames: Vec<Frame>,
}

/// One picture.
pub(crate) struct Frame {
    pub(crate) path: PathBuf,
    pub(crate) card: u64,
    pub(crate) back: bool,
    pub(crate) pixels: f64,
    pub(crate) upright: bool,
    pub(crate) corners: Vec<(f64, f64)>,
    /// Names of what makes it hard.
    pub(crate) nuisances: Vec<String>,
    /// Six digits, four, four.
    pub(crate) birth: String,
    pub(crate) expiry: String,
    pub(crate) code: String,
    /// 「顔認証」 is in the 追記欄; struck through or not.
    pub(crate) mark: bool,
    pub(crate) struck: bool,
    /// How the mark is made, and the ink of the line through it, where the truth says so.
    pub(crate) mark_kind: Option<String>,
    pub(crate) line_kind: Option<String>,
    /// Another card lies in the picture as a whole.
    pub(crate) two_cards: bool,
}

/// The folder, or those in it.
pub(crate) fn sets(folder: &Path) -> Result<Vec<Set>, String> {
    if folder.join("truth.json").is_file() {
        return Ok(vec![set(folder)?]);
    }
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.retain(|folder| folder.join("truth.json").is_file());
    folders.sort();
    if folders.is_empty() {
        return Err(format!(
            "{}: no truth.json here or one folder below: nothing was measured",
            folder.display()
        ));
    }
    folders.iter().map(|folder| set(folder)).collect()
}

fn set(folder: &Path) -> Result<Set, String> {
    let truth = read(&folder.join("truth.json"))?;
    let entries = truth.as_array().ok_or("truth.json is not a list")?;
    let frames: Option<Vec<Frame>> = entries.iter().map(|entry| frame(folder, entry)).collect();
    let mut frames =
        frames.ok_or_else(|| format!("{}/truth.json: an entry lacks a field", folder.display()))?;
    frames.sort_by(|a, b| (a.card, &a.path).cmp(&(b.card, &b.path)));
    let layouts =
        [Some(folder), folder.parent()].into_iter().flatten().map(|folder| folder.join("layout.json"));
    let layout = match layouts.into_iter().find(|path| path.is_file()) {
        Some(path) => layout(&read(&path)?).ok_or_else(|| format!("{}: not a layout", path.display()))?,
        None => Layout::built_in().map_err(|fault| fault.to_string())?,
    };
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let order = folder.join("order.json");
    let drawn_by = if order.is_file() { command(&read(&order)?) } else { None };
    Ok(Set { name, layout, drawn_by, frames })
}

fn command(order: &Value) -> Option<String> {
    let of = |key: &str| order.get(key)?.as_u64();
    let (count, seed, frames) = (of("count")?, of("seed")?, of("frames")?);
    Some(format!("cargo xtask specimens --count {count} --seed {seed} --frames {frames}"))
}

fn read(path: &Path) -> Result<Value, String> {
    let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn frame(folder: &Path, entry: &Value) -> Option<Frame> {
    let truth = entry.get("truth")?;
    let text = |key: &str| truth.get(key)?.as_str().map(str::to_owned);
    let corners = entry.get("quad")?.as_array()?.iter();
    let corner = |at: &Value| Some((at.get(0)?.as_f64()?, at.get(1)?.as_f64()?));
    Some(Frame {
        path: folder.join(entry.get("file")?.as_str()?),
        card: entry.get("id")?.as_u64()?,
        back: entry.get("back")?.as_bool()?,
        pixels: entry.get("ppm")?.as_f64()?,
        upright: entry.get("upright")?.as_bool()?,
        corners: corners.map(corner).collect::<Option<_>>()?,
        nuisances: nuisances(entry),
        birth: text("dob6")?,
        expiry: truth.get("exp_y")?.as_u64()?.to_string(),
        code: text("sec")?,
        mark: truth.get("kao").is_some_and(|kao| !kao.is_null()),
        struck: truth.get("struck").is_some_and(|struck| !struck.is_null()),
        mark_kind: mark_kind(truth),
        line_kind: text("struck"),
        two_cards: entry.get("two_cards").and_then(Value::as_bool) == Some(true),
    })
}

fn mark_kind(truth: &Value) -> Option<String> {
    let made = truth.get("kao")?.as_str()?;
    let variant = truth.get("variant").and_then(Value::as_bool) == Some(true);
    Some(format!("{made}{}", if variant { ", another form" } else { "" }))
}

/// By name, if the truth has names; what its numbers say otherwise.
fn nuisances(entry: &Value) -> Vec<String> {
    let Some(names) = entry.get("nuisances").and_then(Value::as_array) else { return measured(entry) };
    let mut found: Vec<String> = names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect();
    let over = entry.get("covered").and_then(Value::as_array).is_some_and(|fields| !fields.is_empty());
    found.extend(over.then(|| "hand on a field".to_owned()));
    if found.is_empty() {
        found.push("none".to_owned());
    }
    found.extend(bed(entry));
    found
}

fn bed(entry: &Value) -> Option<String> {
    entry.get("bg").and_then(Value::as_str).map(|bed| format!("bed: {bed}"))
}

fn measured(entry: &Value) -> Vec<String> {
    let above =
        |key: &str, limit: f64| entry.get(key).and_then(Value::as_f64).is_some_and(|value| value > limit);
    let glare = entry.get("glare").and_then(Value::as_bool) == Some(true);
    let named = [
        ("glare", glare),
        ("blur > 0.8", above("blur", 0.8)),
        ("motion", above("motion", 0.0)),
        ("noise > 4", above("noise", 4.0)),
    ];
    let mut found: Vec<String> =
        named.into_iter().filter(|(_, is)| *is).map(|(name, _)| name.to_owned()).collect();
    if found.is_empty() {
        found.push("none of these".to_owned());
    }
    found.extend(bed(entry));
    found
}

fn layout(value: &Value) -> Option<Layout> {
    let zones = value.get("zones")?;
    let zone = |name: &str| edges(zones.get(name)?);
    let rows: Vec<Zone> =
        ["note_row_1", "note_row_2", "note_row_3"].iter().filter_map(|name| zone(name)).collect();
    let note = rows.into_iter().reduce(|a, b| Zone {
        left: a.left.min(b.left),
        top: a.top.min(b.top),
        right: a.right.max(b.right),
        bottom: a.bottom.max(b.bottom),
    })?;
    let built_in = Layout::built_in().ok()?;
    let layout = Layout {
        version: "layout.json".to_owned(),
        date_of_birth: zone("date_of_birth")?,
        expiry: zone("expiry")?,
        security_code: zone("security_code")?,
        note,
        ..built_in
    };
    layout.check().ok().map(|()| layout)
}

fn edges(value: &Value) -> Option<Zone> {
    let numbers: Vec<f32> =
        value.as_array()?.iter().filter_map(|edge| edge.to_string().parse().ok()).collect();
    let [left, top, right, bottom] = numbers.as_slice() else { return None };
    Some(Zone { left: *left, top: *top, right: *right, bottom: *bottom })
}
