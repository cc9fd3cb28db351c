//! Wrong sign-ins by address, in memory: a guess over many names costs as much as one over many passwords.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use crate::clock::Instant;

/// Wrong attempts from one address before it rests, and the window they are counted in.
const ATTEMPTS: u32 = 30;
const WINDOW_MS: i64 = 10 * 60_000;
/// Addresses remembered at once; past it the oldest go.
const REMEMBERED: usize = 10_000;

#[derive(Default)]
pub(crate) struct Attempts {
    by_address: Mutex<HashMap<IpAddr, (u32, Instant)>>,
}

impl Attempts {
    /// Counts an attempt that begins, as wrong until it is taken back.
    ///
    /// # Errors
    /// How many minutes the address must rest.
    pub(crate) fn begin(&self, address: IpAddr, now: Instant) -> Result<(), i64> {
        let mut known = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.retain(|_, (_, since)| now.0 - since.0 < WINDOW_MS);
            if known.len() >= REMEMBERED {
                known.clear();
            }
        }
        let entry = known.entry(network(address)).or_insert((0, now));
        if now.0 - entry.1.0 >= WINDOW_MS {
            *entry = (0, now);
        }
        if entry.0 >= ATTEMPTS {
            return Err((entry.1.0 + WINDOW_MS - now.0) / 60_000 + 1);
        }
        entry.0 += 1;
        Ok(())
    }

    /// The attempt was not wrong.
    pub(crate) fn take_back(&self, address: IpAddr) {
        let mut known = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((count, _)) = known.get_mut(&network(address)) {
            *count = count.saturating_sub(1);
        }
    }
}

/// One household has a whole /64 of IPv6 addresses; an IPv4 address that a socket shows as an IPv6 one stays itself.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        address @ IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_rests_after_too_many_and_may_try_again() {
        let attempts = Attempts::default();
        let address = IpAddr::from([192, 0, 2, 7]);
        for _ in 0..ATTEMPTS {
            assert_eq!(attempts.begin(address, Instant(0)), Ok(()));
        }
        assert_eq!(attempts.begin(address, Instant(60_000)), Err(10));
        assert_eq!(attempts.begin(IpAddr::from([192, 0, 2, 8]), Instant(0)), Ok(()));
        assert_eq!(attempts.begin(address, Instant(WINDOW_MS)), Ok(()));
    }

    #[test]
    fn an_ipv4_address_behind_an_ipv6_socket_stays_itself() {
        let attempts = Attempts::default();
        let mapped = |last: u8| IpAddr::from(std::net::Ipv4Addr::new(192, 0, 2, last).to_ipv6_mapped());
        for _ in 0..ATTEMPTS {
            assert_eq!(attempts.begin(mapped(7), Instant(0)), Ok(()));
        }
        assert_eq!(attempts.begin(IpAddr::from([192, 0, 2, 7]), Instant(0)), Err(11));
        assert_eq!(attempts.begin(mapped(8), Instant(0)), Ok(()));
    }

    #[test]
    fn a_right_attempt_does_not_count() {
        let attempts = Attempts::default();
        let address = IpAddr::from([192, 0, 2, 7]);
        for _ in 0..=ATTEMPTS {
            assert_eq!(attempts.begin(address, Instant(0)), Ok(()));
            attempts.take_back(address);
        }
    }
}
