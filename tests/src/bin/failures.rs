//! Prints the failure catalogue.

fn main() {
    print!("{}", house::failures::page::page());
}
