//! How one page's room is dealt to the channels that have news, so that a busy channel starves no other.

/// Deals `page` places to channels with `pending` events each: everybody gets the same, who needs less leaves the rest
/// to the others. When there are more channels than places, the places go to those from `start` on, so that a caller
/// who varies `start` lets everybody have a turn.
pub(crate) fn deal(page: usize, pending: &[usize], start: usize) -> Vec<usize> {
    let mut dealt = vec![0; pending.len()];
    let mut left = page;
    loop {
        let hungry: Vec<usize> = (0..pending.len())
            .map(|turn| (start + turn) % pending.len())
            .filter(|&channel| dealt[channel] < pending[channel])
            .take(left)
            .collect();
        if hungry.is_empty() {
            return dealt;
        }
        let share = left / hungry.len();
        for channel in hungry {
            let given = share.min(pending[channel] - dealt[channel]);
            dealt[channel] += given;
            left -= given;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::deal;
    use proptest::prelude::*;

    #[test]
    fn everybody_gets_the_same_and_the_rest_goes_to_those_who_need_it() {
        assert_eq!(deal(100, &[], 0), [0; 0]);
        assert_eq!(deal(100, &[5], 0), [5]);
        assert_eq!(deal(10, &[1000, 2, 0], 0), [8, 2, 0]);
        assert_eq!(deal(9, &[1000, 1000, 1000], 0), [3, 3, 3]);
        assert_eq!(deal(2, &[9, 9, 9], 2), [1, 0, 1]);
    }

    proptest! {
        #[test]
        fn a_page_is_full_or_everything_is_dealt(
            page in 1_usize..200, pending in prop::collection::vec(0_usize..300, 1..120), start in 0_usize..120,
        ) {
            let dealt = deal(page, &pending, start);
            let total: usize = dealt.iter().sum();
            prop_assert_eq!(total, page.min(pending.iter().sum()));
            prop_assert!(dealt.iter().zip(&pending).all(|(given, wanted)| given <= wanted));
            let least_hungry = dealt.iter().zip(&pending).filter(|(given, wanted)| given < wanted).map(|(given, _)| *given).min();
            if let Some(least) = least_hungry {
                prop_assert!(dealt.iter().all(|&given| given <= least + 1), "{:?}", dealt);
            }
        }
    }
}
