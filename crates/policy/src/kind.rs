//! Which kind of card the counters speak of (design.md section 3; card.md section 7).

use crate::words::{CardKind, Tries};

/// Tries left of the four 4-digit PINs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Counters {
    /// JPKI-AP 0018, 利用者証明用.
    pub user_authentication: Tries,
    /// 券面事項入力補助AP 0011.
    pub support: Tries,
    /// 共通カードAP 001C.
    pub common: Tries,
    /// 住基AP 001C.
    pub resident: Tries,
}

/// The kind of card. A living user-authentication PIN makes it ordinary whatever else is known
/// (chip beats print); everything contradictory or unreadable is undetermined.
pub fn classify(counters: Counters) -> CardKind {
    let others = [counters.support, counters.common, counters.resident];
    match counters.user_authentication {
        Tries::Left(_) => CardKind::Ordinary,
        Tries::Unknown | Tries::Unasked => CardKind::Undetermined,
        Tries::Blocked if others.iter().all(|tries| *tries == Tries::Blocked) => CardKind::FaceAuthentication,
        Tries::Blocked if others.iter().any(|tries| matches!(tries, Tries::Left(_))) => CardKind::PinLocked,
        Tries::Blocked => CardKind::Undetermined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [Tries; 4] = [Tries::of(3), Tries::Blocked, Tries::Unknown, Tries::Unasked];

    #[test]
    fn every_combination_has_the_kind_that_design_3_gives_it() {
        for user_authentication in VALUES {
            for support in VALUES {
                for common in VALUES {
                    for resident in VALUES {
                        let kind = classify(Counters { user_authentication, support, common, resident });
                        let others = [support, common, resident];
                        let alive = others.contains(&Tries::of(3));
                        let locked = others == [Tries::Blocked; 3];
                        let expected = match user_authentication {
                            Tries::Left(_) => CardKind::Ordinary,
                            Tries::Blocked if alive => CardKind::PinLocked,
                            Tries::Blocked if locked => CardKind::FaceAuthentication,
                            _ => CardKind::Undetermined,
                        };
                        assert_eq!(kind, expected);
                    }
                }
            }
        }
    }
}
