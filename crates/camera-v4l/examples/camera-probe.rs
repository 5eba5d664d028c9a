//! The camera adapter by hand: lists the cameras, opens one and says what comes.
//!
//! `camera-probe [FRAMES] [NAME]`: a line for each frame or fault, with the frame's mean colour and
//! those of eight columns from left to right. No picture is kept.
#![allow(clippy::unwrap_used)]

use camera_v4l::{Pick, V4lCamera, attached_cameras};
use runtime::port::{Camera, Frame};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let frames: u32 = arguments.next().map_or(10, |number| number.parse().unwrap());
    let pick = arguments.next().map_or(Pick::First, Pick::Named);
    for camera in attached_cameras() {
        println!("{} {}", camera.index, camera.name);
    }
    let mut camera = V4lCamera::new(pick);
    println!("start {:?}", camera.start());
    for _ in 0..frames {
        match camera.frame() {
            Ok(frame) => println!("{frame:?} {:?} {:?}", mean(&frame, 0, 1), columns(&frame)),
            Err(fault) => println!("{fault:?}"),
        }
    }
    camera.stop();
    println!("start {:?}", camera.start());
    println!("{:?}", camera.frame());
}

fn columns(frame: &Frame) -> Vec<[u64; 3]> {
    (0..8).map(|column| mean(frame, column, 8)).collect()
}

/// The mean colour of column `column` of `columns`.
fn mean(frame: &Frame, column: usize, columns: usize) -> [u64; 3] {
    let width = usize::try_from(frame.width).unwrap();
    let (from, to) = (width * column / columns, width * (column + 1) / columns);
    let pixels = frame.rgb.chunks_exact(width * 3).flat_map(|row| row.chunks_exact(3).take(to).skip(from));
    let mut sums = [0_u64; 4];
    for pixel in pixels {
        sums.iter_mut().zip(pixel.iter().chain([&1])).for_each(|(sum, part)| *sum += u64::from(*part));
    }
    let [red, green, blue, count] = sums;
    [red / count, green / count, blue / count]
}
