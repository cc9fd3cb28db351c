//! Figures packed into bytes: one row of the database holds all figures of a unit and a period.
//!
//! A row a cell costs thirty times the room and the time; a nation's year is a hundred million cells but a million rows. The place of
//! a figure is its indicator's number ([`Slot`]). Blank is not zero: a blank has no bit in the map that stands in front.
//!
//! Layout: one byte for the version, the number of places as a varint, one bit a place (least significant first), and the
//! present values as zigzag varints in order; sums have two numbers a place, the count before the sum.

/// The number of an indicator, from 0; small and dense, so that rows stay short.
pub type Slot = usize;

const VERSION: u8 = 1;

/// Bytes that hold no figures as this program writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("packed figures are damaged")]
pub struct Damaged;

/// The figures of one unit and one period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(Vec<Option<i64>>);

impl Cells {
    pub fn get(&self, slot: Slot) -> Option<i64> {
        self.0.get(slot).copied().flatten()
    }

    /// Puts a figure, or a blank, and says what stood there.
    pub fn set(&mut self, slot: Slot, value: Option<i64>) -> Option<i64> {
        if slot >= self.0.len() {
            value?;
            self.0.resize(slot + 1, None);
        }
        std::mem::replace(&mut self.0[slot], value)
    }

    /// The figures that are there, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = (Slot, i64)> + '_ {
        self.0.iter().enumerate().filter_map(|(slot, value)| value.map(|value| (slot, value)))
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    pub fn pack(&self) -> Vec<u8> {
        let length = self.0.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let mut bytes = Vec::with_capacity(4 + length / 8 + length * 3);
        put_map(&mut bytes, length, |slot| self.0[slot].is_some());
        for value in self.0[..length].iter().flatten() {
            put_signed(&mut bytes, *value);
        }
        bytes
    }

    /// # Errors
    /// When the bytes were not made by [`Cells::pack`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damaged> {
        let (map, mut rest) = map(bytes)?;
        let mut cells = vec![None; map.len() * 8];
        for slot in present(map) {
            cells[slot] = Some(take_signed(&mut rest)?);
        }
        if rest.is_empty() { Ok(Self(cells)) } else { Err(Damaged) }
    }
}

impl FromIterator<(Slot, i64)> for Cells {
    fn from_iter<I: IntoIterator<Item = (Slot, i64)>>(figures: I) -> Self {
        let mut cells = Self::default();
        for (slot, value) in figures {
            cells.set(slot, Some(value));
        }
        cells
    }
}

/// What units below come to in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many units gave a figure.
    pub count: i64,
    pub sum: i64,
}

/// Sums of one unit's descendants for one period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums(Vec<Sum>);

/// A total beyond what can be kept (about 9.2 · 10^18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a total is too large to be kept")]
pub struct TooLarge;

impl Sums {
    pub fn get(&self, slot: Slot) -> Sum {
        self.0.get(slot).copied().unwrap_or_default()
    }

    /// Adds what has changed below.
    ///
    /// # Errors
    /// When the total would not fit: nothing is changed then.
    pub fn add(&mut self, slot: Slot, change: Sum) -> Result<(), TooLarge> {
        if slot >= self.0.len() {
            self.0.resize(slot + 1, Sum::default());
        }
        let sum = &mut self.0[slot];
        *sum = Sum {
            count: sum.count.checked_add(change.count).ok_or(TooLarge)?,
            sum: sum.sum.checked_add(change.sum).ok_or(TooLarge)?,
        };
        Ok(())
    }

    pub fn iter(&self) -> impl Iterator<Item = (Slot, Sum)> + '_ {
        self.0.iter().copied().enumerate().filter(|(_, sum)| *sum != Sum::default())
    }

    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    pub fn pack(&self) -> Vec<u8> {
        let is_there = |sum: &Sum| *sum != Sum::default();
        let length = self.0.iter().rposition(is_there).map_or(0, |last| last + 1);
        let mut bytes = Vec::with_capacity(4 + length / 8 + length * 6);
        put_map(&mut bytes, length, |slot| is_there(&self.0[slot]));
        for sum in self.0[..length].iter().filter(|sum| is_there(sum)) {
            put_signed(&mut bytes, sum.count);
            put_signed(&mut bytes, sum.sum);
        }
        bytes
    }

    /// # Errors
    /// When the bytes were not made by [`Sums::pack`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damaged> {
        let (map, mut rest) = map(bytes)?;
        let mut sums = vec![Sum::default(); map.len() * 8];
        for slot in present(map) {
            sums[slot] = Sum { count: take_signed(&mut rest)?, sum: take_signed(&mut rest)? };
        }
        if rest.is_empty() { Ok(Self(sums)) } else { Err(Damaged) }
    }
}

fn put_map(bytes: &mut Vec<u8>, length: usize, is_there: impl Fn(Slot) -> bool) {
    bytes.push(VERSION);
    put_unsigned(bytes, length as u64);
    for first in (0..length).step_by(8) {
        let byte =
            (first..length.min(first + 8)).map(|slot| u8::from(is_there(slot)) << (slot - first)).sum();
        bytes.push(byte);
    }
}

/// The map of a row and what follows it.
fn map(bytes: &[u8]) -> Result<(&[u8], &[u8]), Damaged> {
    let (&version, mut rest) = bytes.split_first().ok_or(Damaged)?;
    let length = take_unsigned(&mut rest)?;
    let length =
        usize::try_from(length).ok().filter(|length| length.div_ceil(8) <= rest.len()).ok_or(Damaged)?;
    if version != VERSION {
        return Err(Damaged);
    }
    Ok(rest.split_at(length.div_ceil(8)))
}

/// The places whose bit is set.
fn present(map: &[u8]) -> impl Iterator<Item = Slot> + '_ {
    map.chunks(8).enumerate().flat_map(|(index, chunk)| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        let mut bits = u64::from_le_bytes(word);
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(index * 64 + bit)
        })
    })
}

fn put_signed(bytes: &mut Vec<u8>, value: i64) {
    put_unsigned(bytes, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

fn put_unsigned(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}

fn take_signed(bytes: &mut &[u8]) -> Result<i64, Damaged> {
    let value = take_unsigned(bytes)?;
    Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
}

#[inline]
fn take_unsigned(bytes: &mut &[u8]) -> Result<u64, Damaged> {
    let mut value = 0;
    for (index, &byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            *bytes = &bytes[index + 1..];
            return Ok(value);
        }
    }
    Err(Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_is_not_a_zero() {
        let mut cells = Cells::default();
        assert_eq!(cells.set(3, Some(0)), None);
        let read = Cells::unpack(&cells.pack()).expect("whole");
        assert_eq!(read.get(3), Some(0));
        assert_eq!(read.get(2), None);
        assert_eq!(read.get(400), None);
    }

    #[test]
    fn what_is_packed_is_read_back() {
        let figures = [(0, 5), (7, -1), (8, i64::MAX), (63, i64::MIN), (64, 127), (65, 128), (130, -64)];
        let cells: Cells = figures.into_iter().collect();
        let read = Cells::unpack(&cells.pack()).expect("whole");
        assert_eq!(read.iter().collect::<Vec<_>>(), figures);
        let mut sums = Sums::default();
        for (slot, sum) in figures {
            sums.add(slot, Sum { count: 2, sum }).expect("fits");
        }
        let read = Sums::unpack(&sums.pack()).expect("whole");
        assert_eq!(read.iter().collect::<Vec<_>>(), sums.iter().collect::<Vec<_>>());
    }

    #[test]
    fn damaged_bytes_are_told() {
        let cells: Cells = [(0, 300), (9, 70_000)].into_iter().collect();
        let whole = cells.pack();
        for cut in 0..whole.len() {
            assert_eq!(Cells::unpack(&whole[..cut]), Err(Damaged), "cut at {cut}");
        }
        let longer = [whole.as_slice(), &[0]].concat();
        assert_eq!(Cells::unpack(&longer), Err(Damaged));
        assert_eq!(
            Cells::unpack(&[1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
            Err(Damaged)
        );
    }

    #[test]
    fn a_total_that_does_not_fit_changes_nothing() {
        let mut sums = Sums::default();
        sums.add(0, Sum { count: 1, sum: i64::MAX }).expect("fits");
        assert_eq!(sums.add(0, Sum { count: 1, sum: 1 }), Err(TooLarge));
        assert_eq!(sums.get(0), Sum { count: 1, sum: i64::MAX });
    }
}
