//! The walk, over anything that is kept on a medium and has a model.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Instant;

use journal::memory::{Damage, Medium};

/// Something kept on a medium, beside a model of it.
pub(crate) trait Kept {
    /// What can be done to it.
    type Op: Copy + Debug + 'static;
    /// What it is after a sequence of operations.
    type Model: Clone + Debug + Default;
    /// What can be seen of it.
    type Seen: PartialEq + Debug;
    /// What an acknowledged operation gave.
    type Given;

    const NAME: &'static str;
    const OPS: &'static [Self::Op];

    /// Starts it on the medium and does `op`; `before` says what it is then. `Ok` acknowledges.
    fn act(medium: &Medium, op: Self::Op, before: &Self::Model) -> Result<Self::Given, journal::Error>;
    /// The model after `op`; `given` if that was acknowledged.
    fn apply(before: &Self::Model, op: Self::Op, given: Option<Self::Given>) -> Self::Model;
    /// What must be seen.
    fn expected(model: &Self::Model) -> Self::Seen;
    /// Starts it on the medium and looks; `now` is the model that time has come to.
    fn look(medium: &Medium, now: &Self::Model) -> Self::Seen;
    /// Starts it, as a terminal that was switched on does. Whether that was acknowledged.
    fn recover(medium: &Medium, now: &Self::Model) -> bool;
    /// Uses it once more and asserts that this came through.
    fn use_again(medium: &Medium, now: &Self::Model);
    /// Bytes that must not be on the medium once `model` is acknowledged.
    fn gone(model: &Self::Model) -> Vec<Vec<u8>>;
}

/// What a walk came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Sequences of operations, the last of each being cut.
    pub(crate) sequences: u64,
    /// Power cuts.
    pub(crate) cuts: u64,
    /// Different contents of the medium afterwards, each checked.
    pub(crate) images: u64,
    /// Searches for bytes that had to be gone.
    pub(crate) searches: u64,
}

/// Walks every sequence of up to `depth` operations from nothing, and prints the figures.
pub(crate) fn walk<K: Kept>(depth: u32) -> Figures {
    let began = Instant::now();
    let mut figures = Figures::default();
    step::<K>(None, &K::Model::default(), depth, &mut figures);
    let Figures { sequences, cuts, images, searches } = figures;
    println!(
        "power loss: {}, sequences up to {depth} operations: {sequences} sequences, {cuts} cuts, \
         {images} images, {searches} searches, {} s",
        K::NAME,
        began.elapsed().as_secs()
    );
    figures
}

fn step<K: Kept>(content: Option<&Vec<u8>>, model: &K::Model, depth: u32, figures: &mut Figures) {
    for op in K::OPS.iter().copied() {
        figures.sequences += 1;
        check_every_cut::<K>(content, model, op, figures);
        if depth > 1 {
            let medium = holding(content);
            let given = K::act(&medium, op, model).unwrap();
            // A disk can put nothing in another order if one write at most waits for a sync.
            assert!(medium.most_unsynced_writes() <= 1, "{op:?} leaves two writes to one sync");
            let next = K::apply(model, op, Some(given));
            step::<K>(medium.content().as_ref(), &next, depth - 1, figures);
        }
    }
}

fn check_every_cut<K: Kept>(content: Option<&Vec<u8>>, before: &K::Model, op: K::Op, figures: &mut Figures) {
    let after = K::apply(before, op, None);
    let action = |medium: &Medium| K::act(medium, op, before).is_ok();
    let recover = |medium: &Medium| K::recover(medium, &after);
    for ((content, acknowledged), times) in cut_twice(content, action, recover) {
        figures.cuts += times;
        figures.images += 1;
        let medium = holding(content.as_ref());
        let seen = K::look(&medium, &after);
        if acknowledged {
            assert_eq!(seen, K::expected(&after), "{op:?} was acknowledged, after {before:?}");
            for bytes in K::gone(&after) {
                figures.searches += 1;
                assert!(!holds(&medium, &bytes), "{op:?} left {bytes:02X?}, after {before:?}");
            }
        } else {
            let either = seen == K::expected(before) || seen == K::expected(&after);
            assert!(either, "{op:?}: {seen:?}, after {before:?}");
        }
        K::use_again(&medium, &after);
    }
}

fn holding(content: Option<&Vec<u8>>) -> Medium {
    let medium = Medium::new();
    medium.set_content(content.cloned());
    medium
}

/// What a medium may hold after a cut, whether the action had been acknowledged by then, and by
/// how many cuts it came about.
type AfterCut = BTreeMap<(Option<Vec<u8>>, bool), u64>;

/// Cuts `action` on a medium with `content` at every operation, and after it, with every damage.
fn cut_everywhere(content: Option<&Vec<u8>>, action: &dyn Fn(&Medium) -> bool) -> AfterCut {
    let mut results = AfterCut::new();
    for after in 0.. {
        let mut went_through = false;
        for damage in Damage::ALL {
            let medium = holding(content);
            medium.cut_after(after, damage);
            let acknowledged = action(&medium);
            went_through = !medium.is_off();
            if went_through {
                assert!(acknowledged, "an action failed without a cut");
                medium.power_off(damage);
            }
            *results.entry((medium.content(), acknowledged)).or_default() += 1;
            if !medium.was_at_stake() {
                break;
            }
        }
        if went_through {
            break;
        }
    }
    results
}

/// As [`cut_everywhere`], and then cuts the recovery of each result everywhere too.
fn cut_twice(
    content: Option<&Vec<u8>>,
    action: impl Fn(&Medium) -> bool,
    recover: impl Fn(&Medium) -> bool,
) -> AfterCut {
    let mut results = cut_everywhere(content, &action);
    for ((content, acknowledged), _) in results.clone() {
        for ((content, _), times) in cut_everywhere(content.as_ref(), &recover) {
            *results.entry((content, acknowledged)).or_default() += times;
        }
    }
    results
}

/// Whether the medium has these bytes anywhere.
pub(crate) fn holds(medium: &Medium, bytes: &[u8]) -> bool {
    medium.content().unwrap_or_default().windows(bytes.len()).any(|window| window == bytes)
}
