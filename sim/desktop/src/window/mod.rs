//! The simulator's window: the terminal's screen, and beside it the bench. What a person does there
//! and what a script says on standard input are the same orders.
//!
//! - [`order`]: the orders, one a line; [`workbench`] obeys them
//! - [`board`]: what is seen beside the screen
//! - [`pane`]: the window itself

pub mod board;
pub mod order;
pub mod pane;
pub mod workbench;

use crate::demo::DemoFault;
use crate::demo::bench::Bench;
use crate::port::window::Glass;
use board::{Board, Plan};
use order::{LONGEST, Misread};
use std::io::{BufRead, Read as _, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use workbench::{Outcome, Refusal, Wait, Workbench};
use zeroize::Zeroizing;

/// A line; a key on it may be secret.
type Line = Zeroizing<Vec<u8>>;

/// How often the bench looks at what happened.
const TICK: Duration = Duration::from_millis(20);

/// Opens the window and runs until it is closed or told to quit. True if every order of the script
/// was obeyed.
///
/// # Errors
///
/// [`DemoFault`].
pub fn run(start: impl FnOnce() -> Result<Bench, DemoFault> + Send) -> Result<bool, DemoFault> {
    let glass = Glass::new(board::SCREEN);
    let starting = Board {
        lines: vec![("State", "starting: models, card service, verification service".into())],
        ..Board::default()
    };
    let board = Arc::new(Mutex::new(starting));
    let (to_script, script) = channel();
    let (to_bench, touches) = channel();
    let mut pane = pane::Pane::open(Plan::default())?;
    // It ends with the process: nobody can be called back from reading standard input.
    let _ = std::thread::Builder::new().name("script".into()).spawn(move || read(&to_script));
    let desk = Desk { script, touches, wait: None, obeyed: true, board: Arc::clone(&board) };
    std::thread::scope(|scope| {
        let behind = glass.clone();
        let bench = scope.spawn(move || desk.serve(Workbench::set_up(start()?, behind)?));
        while !bench.is_finished() {
            if !pane.refresh(&glass, &board, &to_bench)? {
                let _ = to_bench.send(Line::new(b"quit".to_vec()));
                break;
            }
        }
        bench.join().map_err(|_| DemoFault::Setting("the bench ended by a defect"))?
    })
}

/// The lines of standard input. The end of a script is its `quit`.
fn read(to_script: &Sender<Line>) {
    let mut input = std::io::stdin().lock();
    let mut any = false;
    while let Ok(Some(line)) = next_line(&mut input) {
        any = true;
        if to_script.send(line).is_err() {
            return;
        }
    }
    if any {
        let _ = to_script.send(Line::new(b"quit".to_vec()));
    }
}

/// The next line; of one that is too long, as much as shows that it is.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Line>> {
    let mut line = Line::new(Vec::with_capacity(LONGEST + 2));
    let limit = u64::try_from(LONGEST + 2).unwrap_or(u64::MAX);
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > LONGEST {
        skip_line(input)?;
    }
    Ok(Some(line))
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let held = input.fill_buf()?;
        let (length, ended) = match held.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (held.len(), held.is_empty()),
        };
        input.consume(length);
        if ended {
            return Ok(());
        }
    }
}

/// Takes orders from both sides.
struct Desk {
    script: Receiver<Line>,
    touches: Receiver<Line>,
    /// What the script waits for.
    wait: Option<Wait>,
    obeyed: bool,
    board: Arc<Mutex<Board>>,
}

impl Desk {
    fn serve(mut self, mut workbench: Workbench) -> Result<bool, DemoFault> {
        say("ok ready");
        loop {
            workbench.notice();
            if !self.script_goes_on(&mut workbench) || !self.window_goes_on(&mut workbench) {
                return Ok(self.obeyed);
            }
            *self.board.lock().unwrap_or_else(PoisonError::into_inner) = workbench.board();
        }
    }

    /// False at the end.
    fn script_goes_on(&mut self, workbench: &mut Workbench) -> bool {
        let answer = match &self.wait {
            Some(wait) => workbench.look_for(wait),
            None => match self.script.try_recv().map(|line| workbench.obey(&line)) {
                Err(_) => None,
                Ok(Ok(Outcome::Done(answer))) => Some(Ok(answer)),
                Ok(Ok(Outcome::Ends)) => {
                    say("ok quit");
                    return false;
                }
                Ok(Ok(Outcome::Waits(wait))) => {
                    self.wait = Some(wait);
                    None
                }
                Ok(Err(refusal)) => Some(Err(refusal)),
            },
        };
        if let Some(answer) = answer {
            self.wait = None;
            self.obeyed &= answer.is_ok();
            let answer = worded(answer);
            say(&answer);
            workbench.answered(answer);
        }
        true
    }

    /// What is done in the window is done now or not at all. False at the end.
    fn window_goes_on(&self, workbench: &mut Workbench) -> bool {
        let line = match self.touches.recv_timeout(TICK) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        let answer = match workbench.obey(&line) {
            Ok(Outcome::Ends) => return false,
            Ok(Outcome::Done(answer)) => Ok(answer),
            Ok(Outcome::Waits(wait)) => workbench.look_for(&wait).unwrap_or(Err(Refusal::NothingThere)),
            Err(refusal) => Err(refusal),
        };
        workbench.answered(worded(answer));
        true
    }
}

fn worded(answer: Result<String, Refusal>) -> String {
    match answer {
        Ok(answer) => format!("ok {answer}"),
        Err(Refusal::Misread(Misread::Empty)) => "err an empty line".into(),
        Err(refusal) => format!("err {refusal}").replace('\n', " "),
    }
}

fn say(answer: &str) {
    let mut out = std::io::stdout().lock();
    // A script that no longer listens has its reasons.
    let _ = writeln!(out, "{answer}").and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_without_end_is_one_line_and_bounded() {
        let mut script = vec![b'a'; 1 << 20];
        script.extend_from_slice(b"\nstate\n\nquit");
        let mut input = std::io::BufReader::new(script.as_slice());
        let lengths: Vec<usize> =
            std::iter::from_fn(|| next_line(&mut input).unwrap()).map(|line| line.len()).collect();
        assert_eq!(lengths, [LONGEST + 2, 5, 0, 4]);
    }
}
