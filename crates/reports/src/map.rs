//! Where points lie on a drawn map, and how their values fall into steps: no database, no markup.

/// A place on the earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub lat: f64,
    pub lon: f64,
}

/// A sheet that holds all places of a map, in units of which it is [`Canvas::WIDTH`] wide.
#[derive(Debug, Clone, Copy)]
pub struct Canvas {
    west: f64,
    north: f64,
    /// How much narrower a degree of longitude is here.
    squeeze: f64,
    scale: f64,
    left: f64,
    top: f64,
    pub height: f64,
}

impl Canvas {
    pub const WIDTH: f64 = 400.0;
    /// Around the outermost places: half a symbol, and the start of a name.
    const MARGIN: f64 = 24.0;
    const HEIGHTS: (f64, f64) = (200.0, 520.0);

    /// The sheet for some places: degrees of longitude are shortened by the middle latitude, which is right enough for a province
    /// and for a country. `None` without places.
    pub fn around(places: impl Iterator<Item = Place> + Clone) -> Option<Self> {
        let ends = |of: fn(Place) -> f64| {
            places.clone().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let ((south, north), (west, east)) = (ends(|one| one.lat), ends(|one| one.lon));
        if !(south.is_finite() && west.is_finite()) {
            return None;
        }
        let squeeze = f64::midpoint(south, north).to_radians().cos();
        // A single place has no extent of its own.
        let (wide, tall) = (((east - west) * squeeze).max(0.01), (north - south).max(0.01));
        let inner = Self::WIDTH - 2.0 * Self::MARGIN;
        let scale = (inner / wide).min((Self::HEIGHTS.1 - 2.0 * Self::MARGIN) / tall);
        let height = (tall * scale + 2.0 * Self::MARGIN).max(Self::HEIGHTS.0);
        let (left, top) = ((Self::WIDTH - wide * scale) / 2.0, (height - tall * scale) / 2.0);
        Some(Self { west, north, squeeze, scale, left, top, height })
    }

    /// From the left and from the top.
    pub fn at(&self, place: Place) -> (f64, f64) {
        let x = (place.lon - self.west) * self.squeeze * self.scale + self.left;
        (x, (self.north - place.lat) * self.scale + self.top)
    }
}

/// At most so many steps: more sizes and tones cannot be told apart.
pub const MOST_STEPS: usize = 5;

/// The least and the greatest value of each step, from low to high. Every step holds about as many units, and equal values are
/// never in two steps.
pub fn steps(values: impl Iterator<Item = i64>) -> Vec<(i64, i64)> {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= MOST_STEPS {
        return distinct.into_iter().map(|value| (value, value)).collect();
    }
    let mut steps: Vec<(i64, i64)> = Vec::with_capacity(MOST_STEPS);
    let mut from = 0;
    for step in 1..=MOST_STEPS {
        let mut to = (values.len() * step / MOST_STEPS).max(from);
        // Equal values stay together.
        while to > 0 && to < values.len() && values[to] == values[to - 1] {
            to += 1;
        }
        if to > from {
            steps.push((values[from], values[to - 1]));
            from = to;
        }
    }
    steps
}

/// The step of a value, from 1.
pub fn step_of(steps: &[(i64, i64)], value: i64) -> usize {
    steps.iter().position(|(_, most)| value <= *most).map_or(steps.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: f64, lon: f64) -> Place {
        Place { lat, lon }
    }

    #[test]
    fn north_is_up_and_everything_lies_on_the_sheet() {
        let places = [place(21.0, 104.0), place(21.5, 103.5), place(20.8, 105.0)];
        let canvas = Canvas::around(places.into_iter()).expect("a sheet");
        let at = places.map(|one| canvas.at(one));
        assert!(at[1].1 < at[0].1 && at[0].1 < at[2].1 && at[1].0 < at[0].0 && at[0].0 < at[2].0);
        for (x, y) in at {
            assert!((20.0..=Canvas::WIDTH - 20.0).contains(&x) && (20.0..=canvas.height - 20.0).contains(&y));
        }
        // A degree east is shorter than a degree north.
        let (one, east, north) = (place(21.0, 104.0), place(21.0, 104.1), place(21.1, 104.0));
        let (one, east, north) = (canvas.at(one), canvas.at(east), canvas.at(north));
        assert!(((east.0 - one.0) / (one.1 - north.1) - 0.933).abs() < 0.01);
    }

    #[test]
    fn one_place_lies_in_the_middle_and_none_has_no_map() {
        let canvas = Canvas::around(std::iter::once(place(21.0, 104.0))).expect("a sheet");
        let (x, y) = canvas.at(place(21.0, 104.0));
        assert!((0.0..=Canvas::WIDTH).contains(&x) && (0.0..=canvas.height).contains(&y));
        assert!(Canvas::around(std::iter::empty()).is_none());
    }

    #[test]
    fn steps_hold_as_many_each_and_never_part_equals() {
        assert_eq!(steps([3, 1, 3].into_iter()), [(1, 1), (3, 3)]);
        assert_eq!(steps(std::iter::empty()), []);
        assert_eq!(steps(1..=10), [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]);
        let many = [0; 90].into_iter().chain(1..=10);
        let found = steps(many);
        assert_eq!(found.first(), Some(&(0, 0)));
        assert_eq!(found.last().map(|step| step.1), Some(10));
        assert_eq!((step_of(&found, 0), step_of(&found, 10)), (1, found.len()));
        for pair in found.windows(2) {
            assert!(pair[0].1 < pair[1].0, "{found:?}");
        }
    }
}
