//! The detection error trade-off (DET) as a picture: both error rates, on logarithmic scales.

use crate::fault::Fault;
use crate::ledger::Ledger;
use plotters::prelude::*;
use plotters::style::register_font;
use std::path::Path;
use virtual_card::pictures::DEBIAN_FONT;

const SIZE: (u32, u32) = (900, 640);
const COLOURS: [RGBColor; 8] = [
    RGBColor(0, 0, 0),
    RGBColor(213, 94, 0),
    RGBColor(0, 114, 178),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(110, 110, 110),
];

/// Draws the ledger's curves into a PNG file.
pub(crate) fn draw(ledger: &Ledger, path: &Path) -> Result<(), Fault> {
    let mut pixels = vec![0; usize::try_from(SIZE.0 * SIZE.1 * 3).unwrap_or(0)];
    let font = std::fs::read(DEBIAN_FONT).map_err(Fault::file(Path::new(DEBIAN_FONT)))?;
    // The library keeps fonts for as long as the program runs.
    register_font("sans-serif", FontStyle::Normal, font.leak())
        .map_err(|_| Fault::Plot(format!("{DEBIAN_FONT} is not a font")))?;
    curves(ledger, &mut pixels).map_err(Fault::Plot)?;
    write(&pixels, path)
}

fn curves(ledger: &Ledger, pixels: &mut [u8]) -> Result<(), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let area = BitMapBackend::with_buffer(pixels, SIZE).into_drawing_area();
    area.fill(&WHITE).map_err(|e| said(&e))?;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .caption("Detection error trade-off on labelled press photographs", ("sans-serif", 20))
        .x_label_area_size(48)
        .y_label_area_size(64)
        .build_cartesian_2d((1e-6..0.1).log_scale(), (1e-3..1.0).log_scale())
        .map_err(|e| said(&e))?;
    chart
        .configure_mesh()
        .x_desc("false match rate")
        .y_desc("false non-match rate")
        .x_label_formatter(&|v| format!("{v:.0e}"))
        .y_label_formatter(&|v| format!("{v}"))
        .label_style(("sans-serif", 15))
        .draw()
        .map_err(|e| said(&e))?;
    for (curve, colour) in all(ledger)?.into_iter().zip(COLOURS.into_iter().cycle()) {
        let style = colour.stroke_width(2);
        let series = chart.draw_series(LineSeries::new(curve.points, style)).map_err(|e| said(&e))?;
        series.label(curve.name).legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 22, y)], style));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .label_font(("sans-serif", 15))
        .background_style(WHITE)
        .border_style(BLACK)
        .draw()
        .map_err(|e| said(&e))?;
    area.present().map_err(|e| said(&e))
}

/// False match rate and false non-match rate over thresholds.
struct Curve {
    name: String,
    points: Vec<(f64, f64)>,
}

/// Every curve, in the ledger's order.
fn all(ledger: &Ledger) -> Result<Vec<Curve>, String> {
    let mut curves: Vec<Curve> = Vec::new();
    for row in ledger.rows("curve") {
        let [name, matches, misses] = row else { return Err("a curve's row".into()) };
        // A rate of zero has no place on a logarithmic scale.
        let rate = |text: &str| text.parse().map(|rate: f64| rate.max(1e-9)).map_err(|_| "a rate".to_owned());
        let point = (rate(matches)?, rate(misses)?);
        match curves.iter_mut().find(|curve| curve.name == *name) {
            Some(curve) => curve.points.push(point),
            None => curves.push(Curve { name: name.clone(), points: vec![point] }),
        }
    }
    Ok(curves)
}

fn write(pixels: &[u8], path: &Path) -> Result<(), Fault> {
    let file = std::fs::File::create(path).map_err(Fault::file(path))?;
    let mut encoder = png::Encoder::new(file, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let refused = |error: png::EncodingError| Fault::Plot(error.to_string());
    let mut writer = encoder.write_header().map_err(refused)?;
    writer.write_image_data(pixels).map_err(refused)
}
